"""Forms for telephones and tablets, as XLSForm (Kobo, ODK): their questions are data beside this, in English and Arabic."""

from truceline.outputs.forms.write import FORMS, MOVEMENT_FORMS, write_form

__all__ = ["FORMS", "MOVEMENT_FORMS", "write_form"]
