"""The list of changes refuses, in the database itself, to be altered or cut."""

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER accounts_change_unaltered BEFORE UPDATE ON accounts_change "
    "BEGIN SELECT RAISE(ABORT, 'the list of changes only grows'); END",
    "CREATE TRIGGER accounts_change_uncut BEFORE DELETE ON accounts_change "
    "BEGIN SELECT RAISE(ABORT, 'the list of changes only grows'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION accounts_change_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the list of changes only grows'; END $$",
    "CREATE TRIGGER accounts_change_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_change "
    "FOR EACH STATEMENT EXECUTE FUNCTION accounts_change_kept()",
)


def guard(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(guard)]
