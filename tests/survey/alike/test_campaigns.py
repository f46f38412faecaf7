"""Campaigns: nearly the same text from many is one group, with its count and its reason."""

from unicodedata import normalize

import pytest

from survey.alike.campaigns import find_campaigns, put
from survey.alike.models import Campaign
from survey.submissions.models import Submission
from survey.submissions.signatures import signature
from survey.upkeep.models import Mark
from survey.upkeep.tasks import renew_signatures_once

pytestmark = pytest.mark.django_db
TEXT = (
    "Bitte lassen Sie den alten Güterbahnhof nicht verfallen. Aus den Hallen könnten Werkstätten "
    "werden, dazwischen ein Garten für die Nachbarschaft, und abends Konzerte."
)
OTHER = (
    "Die Straßenlaternen am Kanal sind seit Monaten aus. Wer spät von der Arbeit kommt, sieht "
    "weder Schlaglöcher noch Menschen. Es braucht dort endlich wieder Licht."
)
VARIANTS = [
    TEXT,
    TEXT,
    TEXT.replace("Bitte lassen", "Lassen"),
    TEXT.replace("Konzerte", "Musik"),
    TEXT.upper(),
    f"{TEXT} Danke!",
]


GUISES = [
    normalize("NFD", TEXT),  # macOS
    normalize("NFD", TEXT).upper(),
    TEXT.replace("ü", "\u00adü"),  # a hyphen that shows only at the end of a line
    TEXT.replace("e", "e\u200b"),
    TEXT.replace("o", "\u2060o"),
    f"\ufeff{TEXT}",
    TEXT.replace("st", "\ufb06"),  # copied from a PDF
    TEXT.replace(" ", "\u00a0"),
    TEXT.replace(" ", "\r\n"),
    TEXT.replace(" ", "\u2028"),
    TEXT.replace("ä", "a\u0308").replace("ü", "u\u200d\u0308"),
    TEXT.replace("B", "\uff22"),  # full width
    f"\u202a{TEXT}\u202c",
    TEXT.replace(", ", " – "),
]


@pytest.fixture
def campaign(submit):
    rows = [submit(reason=text) for text in VARIANTS]
    submit(reason=OTHER)
    assert find_campaigns() == len(VARIANTS)
    return rows


def members(row):
    return set(Submission.objects.get(pk=row.pk).campaign.submissions.all())


def test_nearly_equal_texts_become_a_campaign_and_others_stay_alone(campaign):
    assert members(campaign[0]) == set(campaign)
    assert Submission.objects.filter(campaign=None).get().reason == OTHER


def test_its_reason_says_how_much_is_the_same(campaign):
    found = Campaign.objects.get()
    assert 80 <= found.share < 100
    assert found.reason == f"Mindestens {found.share} % der Wörter sind dieselben."


def test_the_share_is_that_of_the_one_that_has_the_least_in_common(submit):
    words = "eins zwei drei vier fünf sechs sieben acht neun zehn"
    for last in ("zehn", "zehn", "zehn", "zehn", "zehn", "elf"):
        submit(reason=words.replace("zehn", last))
    assert find_campaigns() == 6
    assert Campaign.objects.get().share == 81  # nine of eleven different words


def test_only_equal_words_have_a_reason_of_their_own(submit):
    for _ in range(5):
        submit(reason=TEXT)
    find_campaigns()
    assert Campaign.objects.get().reason == "Alle haben dieselben Wörter."


def test_the_same_text_in_any_guise_is_one_campaign_of_equal_words(submit):
    for text in (TEXT, *GUISES):
        submit(reason=text)
    assert find_campaigns() == len(GUISES) + 1
    assert Campaign.objects.get().share == 100


def test_what_former_code_stored_joins_when_the_upkeep_has_been_there(campaign, submit):
    late = submit(reason=GUISES[0])
    Submission.objects.exclude(signature=[]).update(signature=[1, 2, 3, 4, 5])
    Campaign.objects.update(signature=[1])
    renew_signatures_once(0)
    assert Submission.objects.get(pk=late.pk).signature == signature((TEXT,))
    assert find_campaigns() == 1
    assert late in members(campaign[0])


def test_signatures_are_made_anew_once(submit):
    renew_signatures_once(0)
    assert Mark.objects.filter(pk=Mark.Name.SIGNATURES).exists()
    row = submit(reason=TEXT)
    Submission.objects.update(signature=[1])
    renew_signatures_once(0)
    assert Submission.objects.get(pk=row.pk).signature == [1]


def test_who_comes_later_joins(campaign, submit):
    late = submit(reason=TEXT.replace("alten ", ""))
    assert find_campaigns() == 1
    assert late in members(campaign[0])


def test_a_second_run_finds_nothing(campaign):
    assert find_campaigns() == 0
    assert Campaign.objects.count() == 1


def test_two_campaigns_stay_apart(campaign, submit):
    others = [submit(proposal=OTHER) for _ in range(4)]
    find_campaigns()
    assert len(members(others[0])) == 5
    assert Campaign.objects.count() == 2


def test_whose_text_is_changed_leaves_it(campaign):
    campaign[0].change(reason=OTHER)
    assert Submission.objects.get(pk=campaign[0].pk).campaign is None


def test_four_are_none(submit):
    for _ in range(4):
        submit(reason=TEXT)
    assert find_campaigns() == 0
    assert not Campaign.objects.exists()


def test_few_words_are_none_however_many_write_them(submit):
    for _ in range(9):
        submit(reason="Mehr Bänke im Park!")
    assert find_campaigns() == 0


@pytest.mark.parametrize("number", [5, 6])
def test_what_breaks_off_in_the_middle_leaves_nothing_behind(submit, monkeypatch, number):
    for _ in range(number):
        submit(reason=TEXT)

    def broken(alike, campaign):
        Submission.objects.filter(pk__in=alike).update(campaign=campaign)
        raise ConnectionError

    monkeypatch.setattr("survey.alike.campaigns.put", broken)
    with pytest.raises(ConnectionError):
        find_campaigns()
    assert not Campaign.objects.exists()


def test_with_its_last_submission_a_campaign_is_gone(campaign):
    for row in campaign:
        row.withdraw()
    find_campaigns()
    assert not Campaign.objects.exists()


# Their page

PAGE = "/verwaltung/survey/campaign/"


def link(number):
    address = f"/verwaltung/survey/submission/?arbeit=alle&amp;kampagne={Campaign.objects.get().pk}"
    return f'<a href="{address}">{number} zusammen lesen und beantworten</a>'


def test_list_and_page_name_text_count_and_reason(campaign, vera):
    found = Campaign.objects.get()
    for page in (PAGE, f"{PAGE}{found.pk}/change/"):
        html = vera.get(page).content.decode()
        assert "den alten güterbahnhof" in html.lower()
        assert link(6) in html
        assert found.reason in html


def test_the_largest_comes_first(campaign, submit, vera):
    for _ in range(8):
        submit(proposal=OTHER)
    find_campaigns()
    numbers = [row.number for row in vera.get(PAGE).context["cl"].result_list]
    assert numbers == [9, 6]
    numbers = [row.number for row in vera.get(f"{PAGE}?o=1").context["cl"].result_list]
    assert numbers == [6, 9]


def test_each_one_counts_only_what_may_be_seen(campaign, submit, vera, jan, lea):
    submit(other_topic="Ausflüge", reason=TEXT)
    find_campaigns()
    assert link(6) in vera.get(PAGE).content.decode()
    assert link(7) in lea.get(PAGE).content.decode()
    assert "güterbahnhof" not in jan.get(PAGE).content.decode().lower()


def test_who_comes_later_and_is_more_alike_does_not_raise_its_share(submit):
    campaign = Campaign.objects.create(signature=[1], share=100)
    Campaign.objects.filter(pk=campaign.pk).update(share=85)
    put({submit(reason=TEXT).pk: 100}, campaign)
    campaign.refresh_from_db()
    assert campaign.share == 85
