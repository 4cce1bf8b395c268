"""Rules that other municipalities have (TOWNS 12): by card, by place, by message, by permission, in the town's own classes and prices."""

from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.topics import information_pages
from kiosk.residence.vocabulary import (
    Access,
    AgeBand,
    Annex,
    AppointmentNeed,
    BringItem,
    CardStatus,
    Channel,
    Codes,
    Note,
    PhotoRule,
    Procedure,
    ResultCode,
    Service,
    TicketClass,
)
from kiosk.residence.ways import way_detail
from kiosk.residence.words import describe

TODAY = date(2026, 11, 22)
NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
ADULT = PartialDate.parse("1990-05-01")
A_CARD, EU_CARD = 33, 31
SOON = date(2027, 3, 25)


@pytest.fixture
def ask(town):
    """The answer of a copy of Ghent with changes, and its words."""

    def ask_town(*changes, extra="", language="en", **values):
        profile = load(town(*changes, extra=extra), today=TODAY)
        facts = Facts(**{"born": ADULT, **values})
        found = answer(facts, profile, NOW, clock_ok=True)
        return found, describe(found, facts, texts(language), profile), profile

    return ask_town


CARDS = (
    '[places.access]\ndefault = "reception"\nsource = "000"\n',
    (
        '[places.access]\ndefault = "reception"\nsource = "000"\n\n'
        '[[places.access.cards]]\ncard_group = "eu_family"\naccess = "walk_in"\nservices = ["damaged"]\nsource = "000"\n\n'
        '[[places.access.cards]]\nletters = ["A"]\naccess = "none"\nservices = ["damaged"]\nsource = "000"\n'
    ),
)


def test_who_holds_a_card_of_the_eu_needs_no_appointment_where_the_town_says_so(ask):
    found, _, profile = ask(CARDS, service=Service.DAMAGED, document_type=EU_CARD)
    assert (found.result, found.ticket_class) == (ResultCode.APPLY_HERE, TicketClass.REQUEST)
    assert profile.places[0].access_to(Service.DAMAGED, "A") is Access.NONE
    assert profile.places[0].access_to(Service.LOST, "EU") is Access.RECEPTION


def test_what_is_not_done_here_for_a_card_is_answered_with_the_place_that_does_it(ask):
    found, _, _ = ask(CARDS, service=Service.DAMAGED, document_type=A_CARD)
    assert (found.params.place, found.ticket_class) == ("gentbrugge", None)
    assert Note.NOT_HERE in found.notes


def test_whose_card_is_not_known_is_told_that_some_cards_differ(ask):
    found, said, _ = ask(CARDS, service=Service.DAMAGED)
    assert found.appointment.value == "reception"
    assert "For some cards this is done in another way. Ask staff about your card." in said.notes
    assert Note.ACCESS_BY_CARD not in ask(CARDS, service=Service.DAMAGED, document_type=34)[0].notes


WINDOWS = (
    "[[invitation]]\nletters",
    '[[renewal.windows]]\nletters = ["EU"]\nopens_days_before = 60\ncloses_days_before = 0\nsource = "000"\n\n[[invitation]]\nletters',
)


def test_a_card_has_its_own_window(ask):
    found, _, profile = ask(WINDOWS, service=Service.RENEW, document_type=EU_CARD, valid_until=date(2027, 4, 15))
    assert (found.result, found.dates.opens, found.dates.closes) == (
        ResultCode.RENEW_OPEN,
        date(2027, 2, 14),
        date(2027, 4, 15),
    )
    assert Note.DATES_TO_CONFIRM not in found.notes
    assert "renewal.windows.0" in {use.key for use in found.sources}
    pages = {page.id: page.body for page in information_pages(texts("en"), profile)}
    assert "EU cards: from 60 to 0 days before the card ends." in pages["renewing"]


def test_the_others_keep_theirs_and_a_card_without_a_letter_is_told_with_doubt(ask):
    found, _, _ = ask(WINDOWS, service=Service.RENEW, document_type=A_CARD, valid_until=SOON)
    assert found.dates.opens == date(2027, 2, 8)
    assert Note.DATES_TO_CONFIRM not in found.notes
    assert Note.DATES_TO_CONFIRM in ask(WINDOWS, service=Service.RENEW, valid_until=SOON)[0].notes


@pytest.mark.parametrize(
    ("way", "note", "said"),
    [
        ("mail", Note.INVITED_BY_MAIL, "e-mail"),
        ("ebox", Note.INVITED_BY_EBOX, "eBox"),
        ("sms", Note.INVITED_BY_SMS, "text message"),
    ],
)
def test_who_is_invited_by_a_message_is_told_which_and_brings_no_letter(ask, way, note, said):
    changes = (
        ('letters = ["A"]\nvalue = "none"', f'letters = ["A"]\nvalue = "{way}"'),
        ('application = ["current_card"', 'application = ["invitation", "current_card"'),
    )
    found, words, _ = ask(*changes, service=Service.RENEW, document_type=A_CARD, valid_until=SOON)
    assert note in found.notes
    assert not {Note.LETTER_BY_POST, Note.NO_LETTER_YET, Note.NO_LETTER_E_FORM} & set(found.notes)
    assert BringItem.INVITATION not in found.bring
    assert any(said in line for line in words.notes)


PROXY = ('by_proxy = "never"', 'by_proxy = "written"')


def test_somebody_else_may_collect_with_a_permission_where_the_town_says_so(ask):
    found, words, _ = ask(PROXY, service=Service.COLLECT, for_other=True, card_status=CardStatus.READY)
    assert found.result is ResultCode.COLLECT_NOW
    assert {BringItem.PERMISSION, BringItem.VISITORS_ID} <= set(found.bring)
    assert "Somebody else may collect the card with a written permission." in words.notes
    own, _, _ = ask(PROXY, service=Service.COLLECT, card_status=CardStatus.READY)
    assert BringItem.PERMISSION not in own.bring


def test_codes_at_the_counter_need_no_letter(ask):
    codes = ("[collection]\n", '[collection]\ncodes = "counter"\n')
    known = {"service": Service.COLLECT, "codes": Codes.NO, "procedure": Procedure.REGULAR}
    found, words, _ = ask(codes, **known, card_status=CardStatus.READY)
    assert found.result is ResultCode.COLLECT_NOW
    assert not {BringItem.CODES, BringItem.CODES_LETTER} & set(found.bring)
    assert "You get the PIN and PUK codes at the counter. No letter comes." in words.notes
    assert ask(**known)[0].result is ResultCode.WAIT_FOR_CODES
    # while the card is made nobody is told of a letter that never comes
    made, said, _ = ask(codes, **known, card_status=CardStatus.IN_PRODUCTION)
    assert (made.result, Note.CODES_AT_COUNTER in made.notes) == (ResultCode.COLLECT_NOT_READY, True)
    assert not [line for line in said.body if "letter" in line]
    assert "A letter with the codes comes by post first." in ask(**known, card_status=CardStatus.IN_PRODUCTION)[1].body


def test_codes_of_an_urgent_card_alone_may_be_at_the_counter(ask):
    codes = ("[urgent]\n", '[urgent]\ncodes = "counter"\n')
    known = {"service": Service.COLLECT, "card_status": CardStatus.READY}
    assert Note.CODES_AT_COUNTER in ask(codes, **known, procedure=Procedure.URGENT)[0].notes
    assert Note.CODES_AT_COUNTER not in ask(codes, **known, procedure=Procedure.REGULAR)[0].notes


def test_a_photo_may_be_brought_or_taken(ask):
    choice = ('bring = "under_age"\nage = 3\ncannot_sit_still = true', 'bring = "choice"')
    found, words, profile = ask(choice, service=Service.DAMAGED)
    assert found.photo is PhotoRule.CHOICE
    assert BringItem.PHOTO not in found.bring
    said = "We can take the photo at the counter. You may also bring a passport photo."
    assert said in words.notes
    assert said in {page.id: page.body for page in information_pages(texts("en"), profile)}["photo"]


CHARGES = """
[[charges]]
services = ["codes"]
amount_cents = 500
source = "000"

[[charges]]
services = ["annex"]
annexes = ["33"]
label = { fr = "Annexe 33", nl = "Bijlage 33" }
amount_cents = 1500
source = "000"

[[annexes]]
number = "33"
by = "appointment"
source = "000"

[[annexes]]
number = "3"
by = "documents"
source = "000"

[[annexes]]
number = "50"
by = "counter"
source = "000"
"""


def test_what_is_no_card_has_a_price_too(ask):
    found, words, _ = ask(extra=CHARGES, service=Service.CODES)
    assert (words.fee_lines, found.fee.total_cents) == ((("What you pay for this", "€\u00a05"),), 500)
    assert "Please pay contactless if you can." in words.fee_note
    assert "charges.0" in {use.key for use in found.sources}
    assert ask(extra=CHARGES, service=Service.DAMAGED)[0].fee.total_cents == 2900
    assert ask(extra=CHARGES, service=Service.ANNEX, annex=Annex.A35)[0].fee is None


ANYTHING = CHARGES.replace('services = ["codes"]', 'services = ["codes", "collect", "found"]')


@pytest.mark.parametrize(
    ("result", "facts"),
    [
        ("DESTROYED_OR_EXPIRED", {"service": Service.COLLECT, "card_status": CardStatus.DESTROYED}),
        ("DESTROYED_OR_EXPIRED", {"service": Service.COLLECT, "applied": date(2026, 3, 1), "for_other": True}),
        ("CARD_REVOKED", {"service": Service.FOUND, "reported": True}),
        ("CARD_STILL_VALID", {"service": Service.FOUND, "reported": False}),
        ("NO_APPLICATION_FOUND", {"service": Service.COLLECT, "card_status": CardStatus.NONE}),
    ],
)
def test_where_nothing_is_done_nothing_is_to_pay_and_nothing_of_collecting_is_told(ask, result, facts):
    born = PartialDate.parse("2020-01-01" if facts.get("for_other") else "1990-01-01")
    found, words, _ = ask(extra=ANYTHING, born=born, **facts)
    assert found.result == result
    assert (found.fee, words.fee_lines, words.fee_note) == (None, (), "")
    assert [item for item, _ in words.bring] == (["found_card"] if result == "CARD_REVOKED" else [])
    assert not [said for said in words.notes if "collect" in said or "come" in said]
    assert ask(extra=ANYTHING, service=Service.COLLECT, card_status=CardStatus.READY)[0].fee is not None


def test_a_charge_is_called_as_the_town_calls_it(ask):
    _, words, _ = ask(extra=CHARGES, language="nl", service=Service.ANNEX, annex=Annex.A33)
    assert [label for label, _ in words.fee_lines] == ["Bijlage 33"]


@pytest.mark.parametrize(
    ("number", "result"),
    [
        (Annex.A33, ResultCode.APPOINTMENT_REQUIRED),
        (Annex.A3, ResultCode.HAND_IN_DOCUMENTS),
        (Annex.A50, ResultCode.ASK_AT_COUNTER),
        (Annex.A49, ResultCode.ASK_AT_COUNTER),
        (Annex.OTHER, ResultCode.ASK_AT_COUNTER),
    ],
)
def test_the_town_says_what_happens_with_an_annex(ask, number, result):
    assert ask(extra=CHARGES, service=Service.ANNEX, annex=number)[0].result is result


@pytest.mark.parametrize("service", [Service.LOST, Service.STOLEN])
def test_who_lost_a_card_is_told_the_number_that_blocks_it(ask, service):
    found, words, _ = ask(service=service)
    assert any("Call DOC STOP at once" in line and "00800 2123 2123" in line for line in words.notes)
    assert next(use.source for use in found.sources if use.key == "loss.doc_stop") == "docstop"
    none = ("[payment]", '[loss]\ndoc_stop = ""\nsource = "000"\n\n[payment]')
    assert not any("DOC STOP" in line for line in ask(none, service=service)[1].notes)


LINES = """
[[contact.lines]]
places = ["rabot"]
telephone = "09 111 11 11"
source = "000"

[[contact.lines]]
card_group = "eu_family"
telephone = "09 222 22 22"
source = "000"

[contact.lines.telephone_hours]
monday-friday = ["09:00-12:00"]
source = "000"
"""


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ({"place": "rabot"}, "09 111 11 11"),
        ({"document_type": EU_CARD}, "09 222 22 22 (Monday to Friday 09:00 to 12:00)"),
        ({"document_type": A_CARD}, "09 266 71 50"),
    ],
)
def test_a_place_or_a_card_has_a_number_of_its_own(ask, values, number):
    found, _, profile = ask(extra=LINES, service=Service.DAMAGED, **values)
    assert way_detail(Channel.PHONE, found, texts("en"), profile) == number


DESKS = """
[tickets.classes.Q]
prefix = "Q"
label = { nl = "Loket EU" }
source = "own"

[[tickets.desks]]
ticket = "Q"
services = ["damaged"]
card_group = "eu_family"
source = "own"
"""


def test_a_desk_of_the_town_has_its_own_numbers(ask):
    assert ask(extra=DESKS, service=Service.DAMAGED, document_type=EU_CARD)[0].ticket_class is TicketClass.OWN_Q
    assert ask(extra=DESKS, service=Service.DAMAGED, document_type=A_CARD)[0].ticket_class is TicketClass.REQUEST
    assert ask(extra=DESKS, service=Service.DAMAGED)[0].ticket_class is TicketClass.REQUEST


@pytest.mark.parametrize(
    ("extra", "key", "said"),
    [
        (DESKS.replace("[tickets.classes.Q]", "[tickets.classes.O]"), "tickets.desks.0.ticket", "[tickets.classes.Q]"),
        (DESKS.replace('services = ["damaged"]\ncard_group = "eu_family"\n', ""), "tickets.desks.0", "for everybody"),
        (LINES.replace('places = ["rabot"]\n', ""), "contact.lines.0", "for everybody"),
        (LINES.replace('"rabot"', '"rabbot"'), "contact.lines.0.places.0", "did you mean 'rabot'"),
        (LINES.replace('telephone = "09 111 11 11"\n', ""), "contact.lines.0", "needs a telephone or a mail"),
        (CHARGES.replace('"codes"', '"lost"'), "charges.0.services", "the price of a card"),
        (CHARGES.replace('services = ["annex"]', 'services = ["file"]'), "charges.1.annexes", "only with services"),
        (CHARGES.replace('number = "3"', 'number = "35"'), "annexes.1.number", "write one of"),
    ],
)
def test_rows_that_nobody_would_read_are_named(town, extra, key, said):
    assert any(said in each.message for each in check([town(extra=extra)], TODAY).errors if each.key == key)


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        ((CARDS[0], CARDS[1].replace('letters = ["A"]\n', "")), "cards.1", "needs the cards"),
        ((CARDS[0], CARDS[1].replace('["damaged"]', '["collect"]')), "cards.0.services", "collection.mode"),
        ((CARDS[0], CARDS[1].replace('"walk_in"', '"reception"')), "cards.0.access", "for other cards too"),
        ((CARDS[0], CARDS[1].replace('["A"]', '["E"]')), "cards.1.letters.0", "no card is called 'E'"),
        ((WINDOWS[0], WINDOWS[1].replace("= 0", "= 90")), "renewal.windows.0.closes_days_before", "closes before"),
        ((WINDOWS[0], WINDOWS[1].replace('letters = ["EU"]\n', "")), "renewal.windows.0", "needs the cards"),
    ],
)
def test_rows_by_card_that_say_nothing_are_named(town, change, key, said):
    assert any(said in each.message for each in check([town(change)], TODAY).errors if each.key.endswith(key))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it_whole(ask, language):
    changes = (CARDS, PROXY, ("[collection]\n", '[collection]\ncodes = "counter"\n'))
    _, words, _ = ask(*changes, extra=CHARGES, language=language, service=Service.COLLECT, for_other=True)
    assert len(words.notes) >= 2
    _, words, _ = ask(*changes, extra=CHARGES, language=language, service=Service.ANNEX, annex=Annex.A33)
    assert "33" in words.title


@pytest.fixture(scope="module")
def without_appointments():
    """A town of Wallonia that serves everybody as they come; nobody says whether a photo is needed."""
    return load("examples/walloon", today=TODAY)


@pytest.mark.parametrize("service", [Service.RENEW, Service.DAMAGED, Service.CHILD, Service.LOST, Service.URGENT])
def test_a_town_without_appointments_speaks_of_none(without_appointments, service):
    unsaid = without_appointments.photo.model_copy(update={"bring": "unstated"})
    town = without_appointments.model_copy(update={"photo": unsaid})
    facts = Facts(service=service, born=ADULT, document_type=A_CARD, valid_until=SOON, police_paper=True)
    found = answer(facts, town, NOW, clock_ok=True)
    said = describe(found, facts, texts("en"), town)
    assert found.appointment is AppointmentNeed.WALK_IN
    assert "Ask at the counter if you need a photo." in said.notes
    assert not [line for line in (said.title, *said.body, *said.notes) if "appointment" in line]


def test_a_letter_that_invites_to_renew_is_none_for_a_first_card(without_appointments):
    def told(**given):
        facts = Facts(born=ADULT, **given)
        return answer(facts, without_appointments, NOW, clock_ok=True)

    first = told(service=Service.FIRST)
    assert Note.LETTER_BY_POST not in first.notes
    assert BringItem.INVITATION not in first.bring
    renewed = told(service=Service.RENEW, document_type=A_CARD, valid_until=SOON)
    assert Note.LETTER_BY_POST in renewed.notes
    assert BringItem.INVITATION in renewed.bring


@pytest.mark.parametrize(("services", "posted"), [('["first"]', {"first"}), ('["renew", "first"]', {"first", "renew"})])
def test_a_letter_may_be_for_some_services_alone(town, services, posted):
    rows = f'\n[[invitation]]\nservices = {services}\nletters = ["A"]\nage_band = "adult"\nvalue = "post"\nsource = "own"\n'
    profile = load(
        town(('letters = ["A"]\nvalue = "none"', 'letters = ["A"]\nvalue = "unstated"'), extra=rows), today=TODAY
    )
    assert {row.services for row in profile.invitation} == {
        None,
        tuple(services.strip("[]").replace('"', "").split(", ")),
    }
    told = {
        service
        for service in (Service.RENEW, Service.CHILD, Service.FIRST)
        if profile.invitation[-1].matches(service, "A", AgeBand.ADULT, None)
    }
    assert told == posted
