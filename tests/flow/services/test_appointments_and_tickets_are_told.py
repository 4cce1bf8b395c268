"""An answer that needs an appointment says so first, with the ways; a ticket is for somebody who can do something."""

import pytest

from kiosk.residence.vocabulary import AppointmentNeed
from kiosk.views.view import AnswerView
from kiosk.visit.model.effects import IssueTicket
from tests.flow.services.walked import said, slip, with_card, without_card

APPOINTMENT = "You need an appointment for this."


@pytest.mark.parametrize("profile", ["leuven", "vlaams-voorbeeld", "gent"])
@pytest.mark.parametrize("ends_in", [100, 40, 10, -1])
def test_a_renewal_says_first_that_it_needs_an_appointment_and_how_one_is_made(profile, ends_in):
    group = "other" if profile == "leuven" else "card"
    resident = with_card(profile, "renew", group=group, ends_in=ends_in)
    shown = resident.view
    assert shown.body[0] == APPOINTMENT
    assert shown.channels_title == "Make an appointment"
    assert shown.channels
    spoken = said(resident)
    assert spoken.index(APPOINTMENT) == 1
    assert spoken.index("Make an appointment") < spoken.index("Bring with you:" if shown.bring else shown.footer)
    assert "Make an appointment" in slip(resident)


@pytest.mark.parametrize(("profile", "group"), [("leuven", "other"), ("vlaams-voorbeeld", "card")])
def test_an_urgent_application_says_that_it_needs_an_appointment(profile, group):
    shown = without_card(profile, "urgent", group=group, for_whom_urgent="children", how_many="1").view
    assert shown.body[0] == APPOINTMENT


@pytest.mark.parametrize(
    ("profile", "age", "told"),
    [
        ("gent", "under-3", None),
        (
            "gent",
            "3-11",
            "We take the child's photo at the counter. Bring a photo if the child cannot sit still alone.",
        ),
        ("leuven", "under-3", "The photo may be at most 6 months old."),
        ("leuven", "3-11", "We take the photo at the counter. Do not bring one."),
    ],
)
def test_whether_to_bring_a_photo_of_a_child_is_told(profile, age, told):
    shown = without_card(profile, "child", child_age=age).view
    assert any(item.label == "One passport photo" for item in shown.bring) == (age == "under-3")
    assert told is None or told in shown.notes


def test_who_pays_a_booth_for_nothing_is_told_that_the_photo_is_taken_here():
    assert "We take the photo at the counter. Do not bring one." in with_card("gent", "renew").view.notes


def test_for_a_child_of_unknown_age_both_cases_of_the_photo_are_told():
    shown = without_card("gent", "urgent", for_whom_urgent="children", how_many="2").view
    younger = "Is the child younger than 3 years? Bring a passport photo."
    assert f"{younger} We take the photo of an older child at the counter." in shown.notes


@pytest.mark.parametrize(
    ("service", "group", "detail"),
    [
        ("codes", "card", "Application"),
        ("found", "trouble", "Card desk"),
        ("documents", "other", "Documents"),
        ("register", "other", "Advice"),
    ],
)
def test_a_ticket_for_a_desk_promises_no_appointment(service, group, detail):
    resident = without_card("gent", service, group=group)
    first = resident.view.actions[0]
    assert (first.key, first.label, first.detail) == ("ticket", "Take a ticket", detail)
    assert resident.state.visit.answer.appointment is AppointmentNeed.UNSTATED


def test_a_ticket_of_the_reception_makes_the_appointment():
    first = with_card("gent", "renew").view.actions[0]
    assert (first.label, first.detail) == ("Ticket for the reception", "They make the appointment with you now")


@pytest.mark.parametrize("profile", ["leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize(("service", "group"), [("codes", "card"), ("found", "trouble"), ("moved", "other")])
def test_who_is_sent_to_the_counter_gets_a_number_also_where_one_comes_by_appointment(profile, service, group):
    group = {"leuven": {"codes": "other"}, "vlaams-voorbeeld": {"moved": "information"}}[profile].get(service, group)
    resident = without_card(profile, service, group=group)
    assert isinstance(resident.view, AnswerView)
    assert resident.press("ticket").effect(IssueTicket).klass == "G"


def test_whose_things_to_bring_is_said():
    labels = [item.label for item in without_card("gent", "child", child_age="3-11").view.bring]
    assert "The child's residence card" in labels
    assert "Passport or identity card" not in labels
