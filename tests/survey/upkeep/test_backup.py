"""A backup can be restored, and brings nothing back that people have taken back since."""

import io
import json
import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from ruhrdialog.lib.codes import random_code, receipt_hash
from ruhrdialog.lib.sealed import LostKeyError
from survey.news.models import Subscription
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain
from survey.results.blackening import BlackOut, BlackOutKey, erase
from survey.results.publications import PublicAddress, Publication
from survey.submissions.models import ConsentTakenBack, Submission, Withdrawal
from survey.upkeep import erased
from survey.upkeep.backup import differences, is_after_the_night, missing_keys, read_list
from survey.upkeep.models import Mark
from survey.upkeep.tasks import list_erased

ADDRESS = "taken.part@example.org"


def manage(*arguments, **options):
    said = io.StringIO()
    call_command(*arguments, stdout=said, stderr=said, **options)
    return said.getvalue()


def submission(code=None, **answers):
    code = code or random_code()
    return Submission.objects.receive(code, other_topic="Wasser", **answers)


def confirmed(address=ADDRESS):
    now = timezone.now()
    return Subscription.objects.create(address=address, confirmed_at=now)


class TestTheWholeWay:
    @pytest.fixture
    def programs(self, cluster, monkeypatch):
        path = f"{cluster.programs()}{os.pathsep}{os.environ['PATH']}"
        monkeypatch.setenv("PATH", path)

    @pytest.fixture
    def second(self, cluster, own):
        """The name of a second, empty database on the same server."""
        with cluster.connect("postgres") as session:
            session.execute("CREATE DATABASE drill")
            yield "drill"
            session.execute("DROP DATABASE drill WITH (FORCE)")

    def test_a_dump_is_restored_beside_and_each_table_is_the_same(
        self, programs, cluster, own, second, tmp_path
    ):
        code = random_code()
        submission(code, reason="Ein Text, mit „Zeichen“")
        confirmed()
        dump = tmp_path / "dumps"
        said = manage("backup", folder=dump)
        assert "Die Nacht ist heute noch nicht gelaufen" in said
        [file] = dump.glob("*.dump")
        assert {each.stat().st_mode & 0o777 for each in dump.iterdir()} == {0o600}
        assert "a-key" not in file.with_suffix(".json").read_text()
        with cluster.connect(connection.settings_dict["NAME"]) as session:
            session.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
        said = manage("restore_drill", file, into=second, receipt=code)
        assert said.startswith("Gleich: ")
        assert "Beleg gelesen: " in said
        assert "Beleg gelesen: " in manage("restore_drill", file, into=second, again=True)
        with cluster.connect(second) as session:
            assert session.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
            session.execute("UPDATE survey_submission SET reason = 'von Hand geändert'")
        with pytest.raises(CommandError, match="survey_submission: 1 Zeilen, aber anderer Inhalt"):
            manage("restore_drill", file, into=second, again=True)
        with pytest.raises(CommandError, match="ist nicht leer"):
            manage("restore_drill", file, into=second)
        with pytest.raises(CommandError, match="Das ist die eigene"):
            manage("restore_drill", file, into=connection.settings_dict["NAME"])

    def test_it_replaces_a_database_that_is_lost_without_what_was_erased_since(
        self, programs, own, second, tmp_path
    ):
        kept, gone, code = submission(), submission(), random_code()
        agreed = submission(code, reason="Ein Text", publication_consent=True)
        left = confirmed()
        manage("backup", folder=tmp_path)
        gone.withdraw()
        agreed.agree(None)
        left.leave()
        erase(kept, "Wasser")
        erased.write_erased(tmp_path)
        [file] = tmp_path.glob("*.dump")
        former = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = second
        try:
            said = manage("restore", file)
            assert "alle gleich" in said
            assert "1 Beiträge" in said
            assert "1 Einwilligungen" in said
            assert "1 Adressen" in said
            assert "geschwärzt: 1 Texte" in said
            assert {*Submission.objects.values_list("pk", flat=True)} == {kept.pk, agreed.pk}
            assert not Submission.objects.get(pk=agreed.pk).publication_consent
            assert not Subscription.objects.exists()
            assert ConsentProof.objects.count() == 1
            assert "0 Beiträge" in manage("apply_erased", list=tmp_path / erased.FILE)
            with pytest.raises(CommandError, match="ist nicht leer"):
                manage("restore", file)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = former

    def test_without_the_list_or_a_key_of_then_nothing_is_restored(
        self, tmp_path, settings, monkeypatch
    ):
        file = tmp_path / "portal-1.dump"
        with pytest.raises(CommandError, match=r"erased\.json fehlt"):
            manage("restore", file)
        with pytest.raises(CommandError, match=r"fehlt die Liste portal-1\.json"):
            manage("restore", file, without_list=True)
        made = {"made": timezone.now().isoformat(), "keys": {"SECRET_KEY": "0"}, "tables": {}}
        file.with_suffix(".json").write_text(json.dumps(made))
        assert missing_keys(read_list(file)) == ["SECRET_KEY"]
        with pytest.raises(CommandError, match="Schlüssel von damals fehlen hier: SECRET_KEY"):
            manage("restore", file, without_list=True)
        made |= {"keys": {}, "made": (timezone.now() - timedelta(days=91)).isoformat()}
        file.with_suffix(".json").write_text(json.dumps(made))
        with pytest.raises(CommandError, match="älter als 90 Tage"):
            manage("restore", file, without_list=True)


def test_what_differs_is_said_by_table():
    before = {"a": (1, "x"), "b": (2, "y"), "c": (3, "z"), "d": (4, "w")}
    after = {"a": (1, "x"), "b": (1, "y"), "c": (3, "-"), "e": (0, "")}
    assert differences(before, before) == []
    assert differences(before, after) == [
        "b: 1 Zeilen statt 2",
        "c: 3 Zeilen, aber anderer Inhalt",
        "d: fehlt",
        "e: ist zu viel",
    ]


@pytest.mark.django_db
class TestWhatWasErased:
    def restored(self, said):
        """Bring back what a dump of before would: without the traces."""
        traces = Withdrawal, ConsentTakenBack, ConsentProof, NeverAgain, BlackOut
        for model in (*traces, AddressKey, BlackOutKey):
            model.objects.all().delete()
        return json.loads(json.dumps(said))

    def test_a_submission_that_was_withdrawn_goes_again(self):
        code, other = random_code(), submission()
        submission(code).withdraw()
        said = self.restored(erased.erased())
        submission(code)
        assert erased.apply_erased(said)["submissions"] == 1
        assert Submission.objects.get() == other
        assert Withdrawal.objects.for_receipt(code).day == timezone.localdate()
        assert submission(code) is None

    def test_a_consent_that_was_taken_back_does_not_come_back_and_one_given_anew_stays(self):
        codes = [random_code() for _ in range(2)]
        rows = [submission(code, reason="Text", publication_consent=True) for code in codes]
        for row in rows:
            row.agree(None)
        rows[1].agree("2026-11")
        said = self.restored(erased.erased())
        Submission.objects.update(publication_consent=True, wording_version="2026-11")
        assert erased.apply_erased(said)["consents"] == 1
        agreed = Submission.objects.filter(publication_consent=True)
        assert [bytes(row.receipt_hash) for row in agreed] == [receipt_hash(codes[1])]

    def test_an_address_that_left_leaves_again_with_its_proof_and_stays_shut(self):
        confirmed().leave(never_again=True)
        other = confirmed("other@example.org")
        said = self.restored(erased.erased())
        assert ADDRESS not in json.dumps(said)
        confirmed()
        assert erased.apply_erased(said)["addresses"] == 1
        assert Subscription.objects.get() == other
        assert ConsentProof.objects.count() == 1
        assert NeverAgain.objects.has(ADDRESS)
        assert not any(erased.apply_erased(said).values())

    def test_who_had_come_again_before_the_dump_stays(self):
        confirmed().leave()
        again = confirmed()
        erased.apply_erased(erased.erased())
        assert Subscription.objects.get() == again

    def test_what_was_opened_again_stays_open(self):
        confirmed().leave(never_again=True)
        shut = NeverAgain.objects.get()
        shut.delete()
        said = erased.erased()
        shut.save(force_insert=True)
        erased.apply_erased(said)
        assert not NeverAgain.objects.exists()

    @pytest.fixture
    def publish(self, django_user_model):
        """Show a contribution as two people have seen it."""
        two = [django_user_model.objects.create(username=name) for name in ("one", "two")]

        def show(row, code):
            address, _ = PublicAddress.objects.get_or_create(
                code=code, defaults={"published_on": timezone.localdate()}
            )
            return Publication.objects.create(
                submission=row, address=address, chosen_by=two[0], published_by=two[1]
            )

        return show

    def test_what_was_blacked_out_for_good_is_so_again_and_nobody_reads_it_from_the_list(
        self, publish, reviewer
    ):
        before = "Ich weiß es von Frau  Zorbalin\naus Herne."
        row = submission(reason=before, publication_consent=True)
        note = row.notes.create(text="Ist das Frau Zorbalin?", by=reviewer)
        publish(row, "bcdfghjkmnpq").end()
        assert erase(row, "Frau\tZorbalin") == 2
        said = self.restored(erased.erased())
        assert "Zorbalin" not in json.dumps(said)
        said["black_outs"][0][3] = "2026-11-20"
        Submission.objects.update(reason=before)
        row.notes.update(text="Ist das Frau Zorbalin?")
        publish(row, "bcdfghjkmnpr")
        assert erased.apply_erased(said)["texts"] == 2
        row.refresh_from_db()
        note.refresh_from_db()
        assert row.reason == "Ich weiß es von █ Angaben zu einer dritten Person █\naus Herne."
        assert note.text == "Ist das █ Angaben zu einer dritten Person █?"
        assert not Publication.objects.exists()
        assert str(BlackOut.objects.get().day) == "2026-11-20"
        assert not any(erased.apply_erased(said).values())

    def test_what_was_no_longer_public_is_so_again_and_what_was_stays(self, publish):
        rows = [submission(reason="Text", publication_consent=True) for _ in range(2)]
        stays, ended = [publish(row, f"bcdfghjkmnp{'qr'[n]}") for n, row in enumerate(rows)]
        ended.end()
        said = erased.erased()
        publish(rows[1], "bcdfghjkmnpr")
        assert erased.apply_erased(said)["publications"] == 1
        assert Publication.objects.visible().get() == stays

    def test_a_black_out_without_its_key_is_said_and_changes_nothing_but_the_text(
        self, settings, caplog
    ):
        row, other = submission(), submission()
        erase(row, "Wasser")
        said = self.restored(erased.erased())
        settings.SECRET_KEY = "another"
        with pytest.raises(LostKeyError):
            erased.apply_erased(said)
        assert not BlackOut.objects.exists()
        BlackOutKey.objects.create(pk=1, encrypted=said["black_out_key"])
        assert erase(other, "Wasser") == 1
        assert "No key reads survey_blackoutkey" in caplog.text
        assert "Wasser" not in caplog.text

    def test_without_the_key_of_then_nothing_is_changed(self, settings):
        confirmed().leave()
        said = self.restored(erased.erased())
        submission()
        settings.SECRET_KEY = "another"
        with pytest.raises(LostKeyError):
            erased.apply_erased(said)
        said["key"] = ""
        with pytest.raises(LostKeyError):
            erased.apply_erased(said)
        assert not ConsentProof.objects.exists()

    def test_the_worker_writes_it_and_never_over_what_an_older_database_lacks(
        self, tmp_path, settings, caplog
    ):
        list_erased(0)  # without a folder nothing
        settings.BACKUP_DIR = str(tmp_path)
        submission().withdraw()
        submission()
        list_erased(0)
        file = tmp_path / erased.FILE
        assert file.stat().st_mode & 0o777 == 0o600
        before = file.read_text()
        Withdrawal.objects.all().delete()
        list_erased(0)
        assert "The database is older than erased.json" in caplog.text
        assert file.read_text() == before
        manage("apply_erased")
        list_erased(0)
        assert len(erased.read_erased(file)["withdrawals"]) == 1

    def test_so_it_is_for_addresses(self, tmp_path):
        confirmed().leave()
        erased.write_erased(tmp_path)
        ConsentProof.objects.all().delete()
        with pytest.raises(erased.OlderError):
            erased.write_erased(tmp_path)

    def test_so_it_is_for_black_outs_unless_the_contribution_is_gone(self, tmp_path):
        row = submission()
        erase(row, "Wasser")
        erased.write_erased(tmp_path)
        BlackOut.objects.all().delete()
        with pytest.raises(erased.OlderError):
            erased.write_erased(tmp_path)
        row.withdraw()
        erased.write_erased(tmp_path)

    def test_a_list_that_cannot_be_read_changes_nothing(self, tmp_path):
        for text in (None, "{", "[]", "{}"):
            if text:
                (tmp_path / erased.FILE).write_text(text)
            with pytest.raises(CommandError, match="fehlt oder ist nicht lesbar"):
                manage("apply_erased", list=tmp_path / erased.FILE)

    def test_after_the_night_a_dump_needs_no_warning(self):
        assert not is_after_the_night(timezone.now())
        Mark.objects.ended_now(Mark.Name.NIGHT)
        assert is_after_the_night(timezone.now())

    def test_a_backup_wants_to_know_where_to(self):
        with pytest.raises(CommandError, match="Setzen Sie BACKUP_DIR"):
            manage("backup")
