"""What was erased, withdrawn or left: a list outside of the database, for a restored one.

A dump is older than the moment in which it is restored. What people have taken back since would be
there again. So the worker writes every five minutes what went in the last ninety days into a file
beside the dumps: hashes of receipts, which are random, addresses of pages that are gone, and keyed
hashes of e-mail addresses and of passages that were blacked out for good, with their keys, which
SECRET_KEY alone opens. Nobody reads an address or a passage from it, or tries one.
"""

import hashlib
import hmac
import json
import logging
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from ruhrdialog.lib.own_key import OwnKey
from ruhrdialog.lib.sealed import opened
from survey.news.models import Subscription
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain
from survey.results.blackening import BlackOut, BlackOutKey, erase, every_text, passage_of
from survey.results.publications import PublicAddress, Publication, end_publication
from survey.submissions.models import ConsentTakenBack, Submission, Withdrawal
from survey.upkeep.kinds import LONGEST_BACKUP

logger = logging.getLogger(__name__)

FILE = "erased.json"
PORTION = 1000


class OlderError(Exception):
    """The database doesn't know what the list says: it was restored, and the list not applied."""


def write_erased(folder: Path) -> None:
    """Write the list anew, unless the database is older than it. Raises OlderError."""
    file = folder / FILE
    new = erased()
    if file.exists() and is_older(read_erased(file)):
        logger.error(
            "The database is older than %s: what was erased since may be there again. "
            "Run manage.py apply_erased.",
            FILE,
        )
        raise OlderError
    part = file.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as written:  # noqa: PTH123
        json.dump(new, written)
        written.flush()
        os.fsync(written.fileno())
    part.rename(file)


def erased() -> dict[str, Any]:
    """Return what has gone in the last ninety days."""
    first = timezone.localdate() - LONGEST_BACKUP
    columns = "pk", "address_hash", "wording_version", "requested_on", "confirmed_on", "ended_on"
    black_out = "submission__receipt_hash", "passage_hash", "length", "day"
    lately = models.Q(gone_on=None) | models.Q(gone_on__gte=first)
    return {
        "made": timezone.now().isoformat(),
        "key": encrypted(AddressKey),
        "black_out_key": encrypted(BlackOutKey),
        "withdrawals": listed(
            Withdrawal.objects.filter(day__gte=first), "receipt_hash", "day", "was_sorted_out"
        ),
        "consents": listed(ConsentTakenBack.objects.all(), "receipt_hash", "day"),
        "proofs": listed(ConsentProof.objects.filter(ended_on__gte=first), *columns),
        "never_again": listed(NeverAgain.objects.all(), "address_hash", "day"),
        "black_outs": listed(BlackOut.objects.filter(day__gte=first), *black_out),
        "not_public": listed(PublicAddress.objects.gone().filter(lately), "code"),
    }


def encrypted(model: type[OwnKey]) -> str:
    key = model.objects.first()
    return str(key.encrypted) if key else ""


def key_of(model: type[OwnKey], encrypted: str) -> bytes:
    """Return the key of a list, and keep it where there is none. Raises LostKeyError."""
    key = bytes.fromhex(opened(encrypted))
    model.objects.get_or_create(pk=1, defaults={"encrypted": encrypted})
    return key


def listed(rows: Any, *columns: str) -> list[list[Any]]:
    return [[as_text(value) for value in row] for row in rows.order_by("pk").values_list(*columns)]


def as_text(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def read_erased(file: Path) -> dict[str, Any]:
    """Return the list. Raises OSError, or ValueError if it is none."""
    read = json.loads(file.read_text())
    if not isinstance(read, dict) or not read.keys() >= PARTS:
        raise ValueError(f"{file.name} is no list of what was erased.")
    return read


PARTS = {"made", "key", "withdrawals", "consents", "proofs", "never_again"}
PARTS |= {"black_out_key", "black_outs", "not_public"}


def is_older(said: dict[str, Any]) -> bool:
    """Tell whether the database lacks a trace that the list has, and that may not have ended."""
    first = (timezone.localdate() - LONGEST_BACKUP + timedelta(days=1)).isoformat()
    hashes = [bytes.fromhex(row[0]) for row in said["withdrawals"] if row[1] >= first]
    known = Withdrawal.objects.filter(pk__in=hashes).count()
    if known < len(hashes) and Submission.objects.exists():  # with the last one they all go
        return True
    keys = [row[0] for row in said["proofs"] if row[5] >= first]
    if ConsentProof.objects.filter(pk__in=keys).count() < len(keys):
        return True
    return any(is_unknown(row) for row in said["black_outs"] if row[3] >= first)


def is_unknown(black_out: list[Any]) -> bool:
    """Tell whether a contribution is there, and that it was blacked out isn't known."""
    receipt, hashed = (bytes.fromhex(text) for text in black_out[:2])
    row = Submission.objects.filter(receipt_hash=receipt).first()
    return row is not None and not row.black_outs.filter(passage_hash=hashed).exists()


def apply_erased(said: dict[str, Any]) -> Counter[str]:
    """Do again what the list says; a second time it finds nothing. Raises LostKeyError.

    Return how many submissions, consents, addresses, texts and publications it was.
    """
    counts: Counter[str] = Counter()
    with transaction.atomic():
        counts["addresses"] = leave_again(said)
        counts["submissions"] = withdraw_again(said["withdrawals"])
        counts["consents"] = take_back_again(said["consents"])
        counts["texts"] = black_out_again(said)
        counts["publications"] = end_again([code for [code] in said["not_public"]])
    return counts


def withdraw_again(rows: list[list[Any]]) -> int:
    number = 0
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        traces = [
            Withdrawal(receipt_hash=bytes.fromhex(hashed), day=day, was_sorted_out=sorted_out)
            for hashed, day, sorted_out in portion
        ]
        Withdrawal.objects.bulk_create(traces, ignore_conflicts=True)
        found = Submission.objects.filter(receipt_hash__in=[each.receipt_hash for each in traces])
        number += found.count()
        found.delete()
    return number


def take_back_again(rows: list[list[Any]]) -> int:
    hashes = [bytes.fromhex(row[0]) for row in rows]
    agreed = Submission.objects.filter(receipt_hash__in=hashes, publication_consent=True)
    found = list(agreed.order_by())
    for submission in found:
        submission.agree(None)
    return len(found)


def black_out_again(said: dict[str, Any]) -> int:
    """Black out for good what was since, and end what was published of it before.

    Return in how many texts it stood. Raises LostKeyError.
    """
    if not said["black_outs"]:
        return 0
    key = key_of(BlackOutKey, said["black_out_key"])
    number = 0
    for receipt, hashed, length, day in said["black_outs"]:
        row = Submission.objects.filter(receipt_hash=bytes.fromhex(receipt)).first()
        if row is None:
            continue
        passage = passage_of(every_text(row), key, bytes.fromhex(hashed), length)
        if passage:
            number += erase(row, passage)
            end_publication(row)
        kept = {"length": length, "day": day}
        row.black_outs.update_or_create(passage_hash=bytes.fromhex(hashed), defaults=kept)
    return number


def end_again(codes: list[str]) -> int:
    """End what was public then, and no longer when the list was written, whatever the reason."""
    found = list(Publication.objects.filter(address__in=codes))
    for publication in found:
        publication.end()
    return len(found)


def leave_again(said: dict[str, Any]) -> int:
    """Delete the addresses that left since, and keep their proofs; who came again before stays.

    An address that is there with the proof of its leaving had come again.
    """
    proofs = [
        ConsentProof(
            pk=UUID(pk),
            address_hash=bytes.fromhex(hashed),
            wording_version=wording,
            requested_on=requested,
            confirmed_on=confirmed,
            ended_on=ended,
        )
        for pk, hashed, wording, requested, confirmed, ended in said["proofs"]
    ]
    known = set(
        ConsentProof.objects.filter(pk__in=[proof.pk for proof in proofs]).values_list(
            "pk", flat=True
        )
    )
    new = [proof for proof in proofs if proof.pk not in known]
    shut = {bytes.fromhex(hashed): day for hashed, day in said["never_again"]}
    left = {bytes(proof.address_hash) for proof in new}
    gone = with_these_hashes(said["key"], left) if left else []
    ConsentProof.objects.bulk_create(new)
    NeverAgain.objects.exclude(pk__in=list(shut)).delete()
    again = [NeverAgain(address_hash=hashed, day=day) for hashed, day in shut.items()]
    NeverAgain.objects.bulk_create(again, ignore_conflicts=True)
    Subscription.objects.filter(pk__in=gone).delete()
    return len(gone)


def with_these_hashes(encrypted: str, hashes: set[bytes]) -> list[UUID]:
    """Return the keys of the addresses that have one of the hashes. Raises LostKeyError."""
    key = key_of(AddressKey, encrypted)
    rows = Subscription.objects.order_by().values_list("pk", "address")
    return [
        pk for pk, address in rows if hmac.digest(key, address.encode(), hashlib.sha256) in hashes
    ]
