"""Rows and migrations. No Flask, nothing of ours above it."""

from models.base import Base
from models.catalogue import CalendarDay, Material, MaterialKind
from models.database import Database
from models.files import Attachment
from models.jobs import Job, JobState, Output, OutputState
from models.papers import Paper
from models.people import RANK, Assignment, Person, Principal, PrincipalKind, Role, Substitute, Unit, UnitKind
from models.processes import BundleFile, Origin, ProcessVersion, StoredBundle
from models.requests import Decision, Fact, Link, Request, RequestData, Serial, Status, Visit
from models.saved import SavedFilter
from models.search import RequestSearch
from models.sign_in import SignInAttempt, SignInSession, Token
from models.trail import Action, Event, Trail, TrailDetail
from models.work import (
    INITIATOR,
    Beside,
    Candidate,
    Exclusion,
    FormDraft,
    ItemDraft,
    ItemKind,
    ItemState,
    Notice,
    Reader,
    ReaderReason,
    StepRun,
    Timer,
    TimerKind,
    WorkItem,
)

__all__ = [
    "INITIATOR",
    "RANK",
    "Action",
    "Assignment",
    "Attachment",
    "Base",
    "Beside",
    "BundleFile",
    "CalendarDay",
    "Candidate",
    "Database",
    "Decision",
    "Event",
    "Exclusion",
    "Fact",
    "FormDraft",
    "ItemDraft",
    "ItemKind",
    "ItemState",
    "Job",
    "JobState",
    "Link",
    "Material",
    "MaterialKind",
    "Notice",
    "Origin",
    "Output",
    "OutputState",
    "Paper",
    "Person",
    "Principal",
    "PrincipalKind",
    "ProcessVersion",
    "Reader",
    "ReaderReason",
    "Request",
    "RequestData",
    "RequestSearch",
    "Role",
    "SavedFilter",
    "Serial",
    "SignInAttempt",
    "SignInSession",
    "Status",
    "StepRun",
    "StoredBundle",
    "Substitute",
    "Timer",
    "TimerKind",
    "Token",
    "Trail",
    "TrailDetail",
    "Unit",
    "UnitKind",
    "Visit",
    "WorkItem",
]
