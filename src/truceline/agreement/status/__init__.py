"""The status of an agreement: arrangement, adherence, assessments and ground, never merged, and the conditions it waits for.

>>> from truceline.model.hearing import Hearing
>>> from truceline.model.agreements import Agreement, Calendar
>>> text = Agreement(id="a", name="A", date="2016-09-09", calendar=Calendar(day_d="2016-09-12"), source_text=(), parties=("x",))
>>> assess(text, Hearing(on="2016-09-11", heard=(), incidents=(), actors=())).arrangement.status
'not_yet'
>>> assess(text, Hearing(on="2016-09-12", heard=(), incidents=(), actors=())).arrangement.status
'in_force'
"""

from truceline.agreement.status.difference import difference
from truceline.agreement.status.evaluation import Evaluation, assess

__all__ = ["Evaluation", "assess", "difference"]
