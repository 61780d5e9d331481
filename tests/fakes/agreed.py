"""A material whose theatre has agreements: those of Syria, 2016, with its actors and places."""

from __future__ import annotations

import dataclasses

from truceline.outputs.views import Material
from truceline.workflow.packs import load_theatre


def with_agreement(material: Material) -> Material:
    """The material as if its record had been made for that theatre."""
    theatre = load_theatre("syria_2016").theatre
    actors = {actor.id: actor for actor in theatre.actors}
    return dataclasses.replace(material, agreements=theatre.agreements, actors=actors, places=theatre.places)
