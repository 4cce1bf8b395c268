"""Rows R062 to R093: what it costs, what to bring, the photo, children, loss and change."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.residence.calendar import age_on

E = "2027-03-31"
NOW = "2027-02-20T10:00"


def renew(ask, profile="gent", **given):
    return ask(profile, NOW, **({"service": "renew", "document_type": 33, "valid_until": E} | given))


def child(ask, profile="leuven", today="2026-11-23T10:00", **given):
    return ask(profile, today, **({"service": "child", "born": "2018-05-01"} | given))


def test_R062_ghent_adult_child_urgent(ask):
    assert renew(ask).fee.total_cents == 2900
    assert renew(ask, born="2018-05-01").fee.total_cents == 800
    assert renew(ask, procedure="urgent").fee.total_cents == 13000
    assert ask("gent", NOW, service="urgent").fee.total_cents == 13000


@pytest.mark.parametrize(("count", "total"), [(1, 13000), (2, 23600), (3, 34200), (4, 44800)])
def test_R063_children_together_in_the_urgent_procedure(ask, count, total):
    told = ask("gent", NOW, service="urgent", children=count)
    assert told.fee.total_cents == total
    assert [line.cents for line in told.fee.lines] == [13000, *[10600] * (count - 1)]
    assert child(ask, "gent", procedure="urgent", children=count).fee.total_cents == total


def test_R063_an_urgent_application_for_children_is_prepared_like_a_childs(ask):
    leuven = ask("leuven", "2026-11-03T10:00", service="urgent", children=2)
    assert leuven.bring[:2] == ["adult_id", "parent_permit"]
    assert "CHILD_MUST_COME" in leuven.notes
    assert "PARENTAL_AUTHORITY" in ask("gent", NOW, service="urgent", children=1).notes
    assert "PARENTAL_AUTHORITY" not in ask("gent", NOW, service="urgent").notes


def test_R063_an_adults_card_is_not_a_child(ask):
    told = ask("gent", NOW, service="urgent", born="1990-01-01", children=1)
    assert [line.cents for line in told.fee.lines] == [13000, 13000]
    assert told.fee.total_cents == 26000


def test_R064_both_amounts_where_the_page_does_not_say_which(ask):
    adult = renew(ask, "vlaams-voorbeeld")
    assert (adult.fee.total_cents, adult.fee.alternatives_cents) == (None, (2110, 2160))
    assert "FEE_ALTERNATIVES" in adult.notes
    assert adult.words().fee_lines == (("Residence card", "€\u00a021,10 or €\u00a021,60"),)
    young = child(ask, "vlaams-voorbeeld")
    assert young.fee.alternatives_cents == (770, 1070)
    assert ask("vlaams-voorbeeld", NOW, service="urgent").fee.total_cents == 11840


@pytest.mark.parametrize(
    ("code", "regular", "duplicate"),
    [*((code, 1100, 1300) for code in (63, 64, 65, 66)), *((code, 800, 1000) for code in (61, 62, 67, 68, 69))],
)
def test_R065_leuven_by_card(ask, code, regular, duplicate):
    assert child(ask, document_type=code).fee.total_cents == regular
    assert child(ask, document_type=code, duplicate=True).fee.total_cents == duplicate
    lost = ask("leuven", "2026-11-23", service="lost", born="2018-05-01", document_type=code, police_paper=True)
    assert lost.fee.total_cents == duplicate
    assert child(ask, document_type=code, procedure="urgent").fee.total_cents == 12000
    assert child(ask, document_type=code, procedure="urgent", duplicate=True).fee.total_cents == 12000


@pytest.mark.parametrize("code", [19, 20, 21, 23])
def test_R065_other_cards_of_children_ask_at_the_counter(ask, code):
    told = child(ask, document_type=code)
    assert told.fee.ask_at_counter
    assert told.fee.total_cents is None
    assert "FEE_ASK" in told.notes


def test_R066_a_missing_amount_is_never_zero(ask):
    told = renew(ask, "leuven")
    assert told.fee.ask_at_counter
    assert (told.fee.total_cents, told.fee.lines, told.fee.alternatives_cents) == (None, (), ())
    assert "Ask the price at the counter." in told.text


def test_R067_a_new_photo_after_treatment_is_at_own_expense(ask):
    told = ask("gent", NOW, service="photo", medical="photo", place="stadskantoor")
    assert "OWN_EXPENSE" in told.notes
    assert told.fee.total_cents == 2900


def test_R068_preferably_contactless_in_ghent(ask):
    assert "FEE_CONTACTLESS" in renew(ask).notes
    assert "FEE_CONTACTLESS" not in renew(ask, "vlaams-voorbeeld").notes


def test_R069_ghent_application(ask):
    told = renew(ask)
    assert told.bring == ["current_card", "passport_or_id"]
    assert told.photo == "taken_here"


def test_R070_the_police_paper_stands_for_the_lost_card(ask):
    ghent = ask("gent", NOW, service="lost", police_paper=True, place="stadskantoor")
    assert ghent.bring == ["police_loss", "passport_or_id"]
    assert "loss certificate" in dict(ghent.words().bring)["police_loss"]
    leuven = ask("leuven", NOW, service="stolen", police_paper=True, born="2019-01-01")
    assert "police_loss" in leuven.bring
    assert "previous_card_if_any" not in leuven.bring
    assert "Annex 12" in dict(leuven.words().bring)["police_loss"]


def test_R071_the_example_application(ask):
    told = renew(ask, "vlaams-voorbeeld")
    assert told.bring == ["photo", "current_card", "invitation", "fee"]
    assert told.photo == "bring"
    assert "at most 6 months old" in told.text
    lost = ask("vlaams-voorbeeld", NOW, service="lost", police_paper=True)
    assert lost.bring == ["photo", "police_loss", "fee"]


def test_R072_a_childs_application(ask):
    told = child(ask, role="parent")
    assert told.result == "APPOINTMENT_REQUIRED"
    assert told.bring == ["adult_id", "parent_permit", "child_id", "previous_card_if_any"]
    foster = child(ask, role="foster")
    assert foster.bring[:2] == ["adult_id", "placement_ruling"]
    ghent = child(ask, "gent", place="stadskantoor")
    assert ghent.result == "APPOINTMENT_REQUIRED"
    assert "parental_authority" in ghent.bring
    assert "PARENTAL_AUTHORITY" in ghent.notes


def test_R073_a_childs_collection(ask):
    told = ask("leuven", NOW, service="collect", born="2024-06-01", role="guardian", codes="yes")
    assert told.bring == ["adult_id", "parent_permit", "child_id", "previous_card_if_any", "codes"]
    assert told.photo == "none"


def test_R074_a_photo_below_three_in_ghent(ask):
    assert child(ask, "gent", "2027-05-07", born="2024-05-10").photo == "bring"
    young = child(ask, "gent", "2027-05-09", born="2024-05-10")
    assert young.photo == "bring"
    assert "photo" in young.bring
    three = child(ask, "gent", "2027-05-10", born="2024-05-10")
    assert three.photo == "taken_here"
    assert "PHOTO_IF_CANNOT_SIT" in three.notes
    restless = child(ask, "gent", "2027-05-10", born="2024-05-10", sits_still=False)
    assert restless.photo == "bring"
    still = child(ask, "gent", "2027-05-10", born="2024-05-10", sits_still=True)
    assert (still.photo, "PHOTO_IF_CANNOT_SIT" in still.notes) == ("taken_here", False)


def test_R075_the_same_child_in_leuven(ask):
    young = child(ask, "leuven", "2027-05-09", born="2024-05-10")
    assert (young.photo, "photo" in young.bring) == ("bring", True)
    three = child(ask, "leuven", "2027-05-10", born="2024-05-10")
    assert (three.photo, "photo" in three.bring) == ("taken_here", False)


def test_R076_a_birthday_on_29_february_falls_on_1_march(ask):
    assert age_on(date(2024, 2, 29), date(2027, 2, 28)) == 2
    assert age_on(date(2024, 2, 29), date(2027, 3, 1)) == 3
    assert child(ask, "leuven", "2027-02-28", born="2024-02-29").photo == "bring"
    assert child(ask, "leuven", "2027-03-01", born="2024-02-29").photo == "taken_here"


def test_R077_a_photo_of_six_months(ask):
    good = ask("vlaams-voorbeeld", "2026-11-30", service="renew", valid_until=E, photo_date="2026-05-31")
    assert good.told.params.photo_too_old is False
    old = ask("vlaams-voorbeeld", "2026-12-01", service="renew", valid_until=E, photo_date="2026-05-31")
    assert old.told.params.photo_too_old is True
    assert "Your photo is too old" in old.text


def test_R078_a_photo_booth(ask):
    assert "PHOTO_BOOTH" in renew(ask, "vlaams-voorbeeld").notes
    assert "photo booth" in renew(ask, "vlaams-voorbeeld").text
    assert "PHOTO_BOOTH" not in renew(ask).notes


@pytest.mark.parametrize(("issued", "until"), [("2026-10-31", "2026-11-30"), ("2027-01-31", "2027-02-28")])
def test_R079_no_fingerprints_or_signature(ask, issued, until):
    told = ask(
        "gent", until, service="renew", place="stadskantoor", medical="fingerprints", certificate=issued, valid_until=E
    )
    assert (told.result, told.ticket) == ("CONTACT_US", "V")
    assert "MEDICAL_CERTIFICATE" in told.notes
    assert told.dates.certificate_until.isoformat() == until
    assert "Contact Migration (Migratie)" in told.text


def test_R080_a_medical_exception_for_the_photo(ask):
    told = renew(ask, place="stadskantoor", medical="photo")
    assert (told.result, told.ticket) == ("CONTACT_US", "V")
    assert {"MEDICAL_CERTIFICATE", "OWN_EXPENSE"} <= set(told.notes)


def test_R081_health_problems_in_the_example(ask):
    told = renew(ask, "vlaams-voorbeeld", medical="cannot-come")
    assert told.result == "CONTACT_US"
    assert "Contact Burgerzaken" in told.text


@pytest.mark.parametrize(
    ("role", "ruling"), [("parent", False), ("foster", True), ("guardian", False), ("head-of-home", True)]
)
def test_R082_four_roles_and_the_child_comes(ask, role, ruling):
    told = child(ask, role=role)
    assert "CHILD_MUST_COME" in told.notes
    assert ("PLACEMENT_RULING" in told.notes) is ruling
    assert ("placement_ruling" in told.bring) is ruling


@pytest.mark.parametrize(
    ("name", "note"), [("gent", "MANDATORY"), ("vlaams-voorbeeld", "OPTIONAL"), ("leuven", "RECOMMENDED")]
)
def test_R083_the_twelfth_birthday_changes_the_rules(ask, name, note):
    before = child(ask, name, "2027-03-19", born="2015-03-20")
    assert note in before.notes
    on = child(ask, name, "2027-03-20", born="2015-03-20")
    assert "MANDATORY" in on.notes
    if name == "gent":
        assert (before.fee.total_cents, on.fee.total_cents) == (800, 2900)
        own = ask(name, "2027-03-20", service="collect", place="stadskantoor", born="2015-03-20", for_other=True)
        assert own.result == "IN_PERSON_ONLY"


def test_R084_a_childs_card_stays_good_past_twelve(ask):
    told = ask(
        "leuven",
        "2029-09-26",
        service="renew",
        document_type=61,
        born="2015-06-01",
        valid_from="2026-11-10",
        valid_until="2029-11-10",
    )
    assert told.result == "RENEW_OPEN"
    assert told.dates.max_expiry == date(2029, 11, 10)
    assert (told.dates.opens, told.dates.closes) == (date(2029, 9, 26), date(2029, 10, 11))
    assert "past the 12th birthday" in told.text


def test_R085_no_invitation_for_a_stay_over_three_years(ask):
    told = child(ask, situation="long-stay")
    assert "NO_INVITATION" in told.notes
    assert "No letter comes." in told.text


def test_R086_a_paper_proof_stays_valid(ask):
    assert "A paper proof of identity stays valid until the date on it." in child(ask).text


def test_R087_four_cases_as_four_answers(ask):
    said = {case: child(ask, situation=case).text for case in ("non-eu", "no-card", "born-here", "long-stay")}
    assert len(set(said.values())) == 4
    assert "gets a letter: at registration" in said["non-eu"]
    assert "has no card yet: apply at any time" in said["no-card"]
    assert "was born here" in said["born-here"]
    assert "apply before the card expires" in said["long-stay"]
    assert "LETTER_BY_POST" in child(ask, situation="non-eu").notes


def test_R088_from_abroad_by_phone_only(ask):
    told = child(ask, from_abroad=True)
    assert told.channels == ["phone"]
    assert "only make an appointment by phone" in told.text
    assert "Apply in good time" in child(ask).text


@pytest.mark.parametrize("service", ["lost", "stolen"])
@pytest.mark.parametrize("paper", [None, False])
def test_R089_the_police_first(ask, service, paper):
    told = ask("gent", NOW, service=service, police_paper=paper, place="stadskantoor")
    assert (told.result, told.ticket) == ("POLICE_FIRST", None)
    assert [line[0] for line in told.words().body[:3]] == ["1", "2", "3"]


def test_R090_with_the_police_paper(ask):
    leuven = ask("leuven", NOW, service="lost", police_paper=True, born="2019-01-01", document_type=63)
    assert (leuven.result, leuven.fee.total_cents, leuven.ticket) == ("APPOINTMENT_REQUIRED", 1300, None)
    ghent = ask("gent", NOW, service="lost", police_paper=True, place="stadskantoor")
    assert (ghent.result, ghent.fee.total_cents, ghent.ticket) == ("APPOINTMENT_REQUIRED", 2900, "R")


def test_R091_reported_or_found_is_invalid_for_good(ask):
    for told in (
        renew(ask, place="stadskantoor", card_status="reported"),
        ask("gent", NOW, service="found", place="stadskantoor", reported=True),
        ask("gent", NOW, service="collect", place="stadskantoor", card_status="reported"),
    ):
        assert (told.result, told.ticket) == ("CARD_REVOKED", "S")
        assert "REPORTED_INVALID_IF_FOUND" in told.notes
        assert "Hand the card in" in told.text
        assert "Ask for a new card as soon as possible" in told.text


@pytest.mark.parametrize("service", ["data-change", "photo", "damaged"])
def test_R092_changed_or_damaged(ask, service):
    ghent = ask("gent", NOW, service=service, place="stadskantoor")
    assert (ghent.result, ghent.ticket) == ("APPOINTMENT_REQUIRED", "R")
    example = ask("vlaams-voorbeeld", NOW, service=service)
    assert (example.result, example.ticket) == ("APPOINTMENT_REQUIRED", None)
    assert ("POLICE_IF_DAMAGED" in example.notes) is (service == "damaged")
    assert "POLICE_IF_DAMAGED" not in ghent.notes


def test_R093_a_child_that_no_longer_resembles(ask):
    told = ask("leuven", NOW, service="photo", born="2019-01-01", document_type=63)
    assert (told.result, told.fee.total_cents) == ("APPOINTMENT_REQUIRED", 1100)
    assert "The photo on the card no longer looks like the child." in told.text
