"""The back office over HTTP: POST, mutual TLS or a token, two seconds, and silence as a value.

The service is described in docs/api.md ("What a back office offers").  A person is named by the keyed hash alone,
in the body, never in an address.  A lookup changes nothing at the office, so one that could not even connect is
tried once more; an answer that began and broke, or a time-out, is not.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

import httpx
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kiosk.base.clock import BRUSSELS, Clock, plausible, plausible_day
from kiosk.base.hosts import is_loopback
from kiosk.office.circuit import Circuit
from kiosk.office.keys import OfficeKey
from kiosk.office.model import Appointment, CardStatus, OfficeAnswer, Silence, StatusUnknown

TIMEOUT: Final = 2.0  # seconds for the whole question
LONGEST: Final = 64_000  # bytes of an answer

B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """Where the office is and how we prove who we are: a token, a client certificate, or both."""

    url: str
    token: str | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    ca: Path | None = None


def _moment(value: datetime) -> datetime:
    if not plausible(value):
        raise ValueError("no moment that can be meant")
    return value


def _day(value: date) -> date:
    if not plausible_day(value):
        raise ValueError("no day that can be meant")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
CivilDay = Annotated[date, AfterValidator(_day)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CardAnswer(_Answer):
    """The answer of POST {url}/v1/card-status."""

    status: CardStatus
    place: str | None = Field(default=None, pattern=r"^[a-z0-9-]{1,32}$")
    applied_on: CivilDay | None = None
    applied_at: str | None = Field(default=None, pattern=r"^[a-z0-9-]{1,32}$")
    letter_on: CivilDay | None = None
    urgent: bool = False


class AppointmentAnswer(_Answer):
    """One appointment."""

    id: str = Field(min_length=1, max_length=64)
    place: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    starts_at: Moment
    service: str = Field(default="", max_length=60)
    klass: str = Field(default="Z", alias="class", pattern=r"^[A-Z]$")


class AppointmentAnswers(_Answer):
    """The answer of POST {url}/v1/appointments/find."""

    appointments: tuple[AppointmentAnswer, ...] = Field(max_length=20)


class RemoteOffice:
    """An OfficeDirectory and an AppointmentDirectory at a municipality's service."""

    def __init__(self, access: Access, *, key: OfficeKey, clock: Clock, timeout: float = TIMEOUT) -> None:
        try:
            at = httpx.URL(access.url)
        except httpx.InvalidURL as error:
            raise ValueError(f"the back office is reached over https only: {error}") from None
        if at.scheme != "https" and not (at.scheme == "http" and is_loopback(at.host)):
            raise ValueError("the back office is reached over https only")
        self._key = key
        self._circuit = Circuit(clock)
        self._timeout = timeout
        headers = {"Authorization": f"Bearer {access.token}"} if access.token else {}
        self._client = httpx.Client(
            base_url=access.url.rstrip("/"),
            headers=headers,
            timeout=timeout,
            verify=_tls(access),
            follow_redirects=False,
            trust_env=False,
        )

    def lookup(self, national_number: str) -> OfficeAnswer | StatusUnknown:
        """Where the person's card is."""
        answer = self._ask("/v1/card-status", {"subject": self._key.person(national_number)}, CardAnswer)
        return answer if isinstance(answer, StatusUnknown) else OfficeAnswer(**answer.model_dump())

    def by_code(self, code: str) -> tuple[Appointment, ...] | StatusUnknown:
        """The appointments of a code."""
        return self._appointments({"code": code})

    def by_person(self, national_number: str, day: date) -> tuple[Appointment, ...] | StatusUnknown:
        """A person's appointments on and after a day."""
        return self._appointments({"subject": self._key.person(national_number), "from": day.isoformat()})

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _appointments(self, question: dict[str, str]) -> tuple[Appointment, ...] | StatusUnknown:
        answer = self._ask("/v1/appointments/find", question, AppointmentAnswers)
        if isinstance(answer, StatusUnknown):
            return answer
        return tuple(
            Appointment(self._key.code(one.id), one.place, one.starts_at.astimezone(BRUSSELS), one.service, one.klass)
            for one in answer.appointments
        )

    def _ask(self, path: str, question: dict[str, str], shape: type[B]) -> B | StatusUnknown:
        if not self._circuit.allows():
            return StatusUnknown(Silence.CIRCUIT_OPEN)
        try:
            answer = self._post(path, question, shape)
        except httpx.TimeoutException:
            answer = StatusUnknown(Silence.TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            answer = StatusUnknown(Silence.UNREACHABLE)
        self._circuit.report(good=not isinstance(answer, StatusUnknown))
        return answer

    def _post(self, path: str, question: dict[str, str], shape: type[B]) -> B | StatusUnknown:
        try:
            body = self._once(path, question)
        except httpx.ConnectError:
            body = self._once(path, question)
        if isinstance(body, StatusUnknown):
            return body
        try:
            return shape.model_validate_json(body)
        except ValidationError:
            return StatusUnknown(Silence.NOT_UNDERSTOOD)

    def _once(self, path: str, question: dict[str, str]) -> bytes | StatusUnknown:
        """One question; the answer is read piece by piece, so that neither its length nor its slowness has no end."""
        from kiosk.base.bounded import TimeLimit, bounded

        def ask() -> bytes | StatusUnknown:
            with self._client.stream("POST", path, json=question) as response:
                if response.status_code != httpx.codes.OK:
                    return StatusUnknown(Silence.REFUSED)
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > LONGEST:
                        return StatusUnknown(Silence.NOT_UNDERSTOOD)
                return bytes(body)

        try:
            return bounded(ask, self._timeout)
        except TimeLimit:
            return StatusUnknown(Silence.TIMEOUT)


def _tls(access: Access) -> ssl.SSLContext:
    """Our own list of authorities when one is given, and our certificate for mutual TLS (decision 0120)."""
    context = ssl.create_default_context(cafile=str(access.ca) if access.ca else None)
    context.verify_flags = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if access.certificate is not None:
        context.load_cert_chain(
            str(access.certificate), str(access.certificate_key) if access.certificate_key else None
        )
    return context
