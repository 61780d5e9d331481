"""What the tests of views and pages share: the September story, seen whole."""

from __future__ import annotations

import pytest

from fakes.september import september
from fakes.storytelling import Story
from truceline.outputs.views import Material


@pytest.fixture
def story() -> Story:
    """The September story."""
    return september()


@pytest.fixture
def material(story: Story) -> Material:
    """All of it that people stand behind."""
    return story.material()
