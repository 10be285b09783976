"""Codes of the lower rooms as sentences for people. The msgids are English; `translations/` has the two others."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.sentences import N_ as N_
from webapp.sentences import NN_, Plural
from webapp.sentences import sentence as sentence

#: Faults of a form's answers (`forms.kit.Fault.code`).
FAULTS: dict[str, str | Plural] = {
    "required": N_("Please fill this in."),
    "type": N_("This has the wrong shape; please enter it again."),
    "min-length": NN_("Please enter at least %(limit)s character.", "Please enter at least %(limit)s characters."),
    "max-length": NN_(
        "This is too long: at most %(max)s character, there are %(length)s.",
        "This is too long: at most %(max)s characters, there are %(length)s.",
    ),
    "not-a-number": N_("“%(text)s” is not a number."),
    "exclusive-min": N_("This must be more than %(min)s."),
    "min": N_("This must be at least %(min)s."),
    "max": N_("This must be at most %(max)s."),
    "places": NN_("At most %(places)s decimal place.", "At most %(places)s decimal places."),
    "date": N_("“%(text)s” is not a date; write it as 2026-11-30."),
    "date-time": N_("“%(text)s” is not a date with a time; write it as 2026-11-30 14:05."),
    "enum": N_("Please choose one of the given answers."),
    "pattern": N_("This is not written as it should be."),
    "min-items": N_("Please enter at least one line."),
    "max-items": N_("There are too many: at most %(max)s, there are %(length)s."),
    "unknown-field": N_("This form has no such field."),
    "unknown-line": N_("There is no such line in this form."),
    "duplicate-line": N_("This line is named twice."),
    "field-not-yours": N_("This field cannot be changed at this step."),
    "field_not_yours": N_("This field cannot be changed at this step."),
    "not-allowed-here": N_("You cannot choose this here."),
    "comment_required": N_("Please say why, in a comment."),
    "question_required": N_("Please write the question as your comment."),
    "answer_required": N_("Please write your answer as the comment."),
    "comment_too_long": N_("A comment has at most 5,000 characters."),
    "target_required": N_("Please choose where to return it to."),
    "target_unknown": N_("It cannot be returned there."),
    "items_unknown": N_("This step has no single signatures that could be asked for again."),
    "type_not_allowed": N_("Files of this kind are not accepted. Photographs, PDF and office files are."),
    "heic": N_(
        "This is a HEIC picture, which not every computer shows. Please send it as JPEG: on an iPhone choose "
        "Settings › Camera › Formats › Most Compatible, or share the picture as JPEG."
    ),
    "file_broken": N_("The file is damaged and cannot be read."),
    "macros": N_("Office files with macros are not accepted."),
    "archive_too_large": N_("The file would be far too large when unpacked."),
    "picture_too_large": N_("The picture has too many pixels."),
    "picture_broken": N_("The picture is damaged and cannot be read."),
    "file_empty": N_("The file is empty."),
    "file-too-large": N_("“%(file)s” is larger than 20 MB."),
    "substitute_over": N_("This has passed already."),
    "substitute_ends_first": N_("The end must come after the beginning."),
    "person_not_found": N_("Nobody here signs in as “%(text)s” or has that name."),
    "person_ambiguous": N_("Several people have that name; please enter one of these sign-ins: %(logins)s."),
    "substitute_oneself": N_("You cannot stand in for yourself."),
    "substitute_auditor": N_("Auditors change nothing and cannot stand in for anybody."),
    "substitutes_too_many": N_("At most %(max)s substitutions may be to come."),
    "substitute_twice": N_("%(name)s stands in for you then already, from %(from_at)s until %(until_at)s."),
    "substitute_circle": N_(
        "This would lead in a circle: you stand in for %(name)s from %(from_at)s until %(until_at)s."
    ),
    "unstorable": N_("This contains a character that cannot be stored; please take it out."),
    "json": N_("This is not JSON that can be read."),
    "depth": N_("This is nested too deeply."),
    "paste-unread": N_("These rows were not read yet. Read them, or empty the field; then send."),
    "sheet-unread": N_("“%(file)s” was chosen but not read. Choose it again and press “Read the file”."),
    "sheet-too-large": N_("The file is too large: at most %(max)s MB."),
    "sheet-no-xlsx": N_("This is no .xlsx file. Save it in the spreadsheet program as “Excel workbook (.xlsx)”."),
    "sheet-old": N_("This file is of an old kind (.xls) or has a password. Save it without a password as .xlsx."),
    "sheet-broken": N_("The file is damaged and cannot be read."),
    "sheet-bomb": N_("The file would be far too large when unpacked: at most %(max)s MB."),
    "sheet-rows": N_("A sheet reaches to row %(row)s; at most %(max)s rows are read. Nothing was taken."),
    "sheet-columns": N_("A sheet has more than %(max)s columns. Nothing was taken."),
    "sheet-sheets": N_("The file has more than %(max)s sheets. Nothing was taken."),
    "filters_too_many": N_("At most %(max)s filters can be kept for a box; take one away first."),
    "cursor_unknown": N_("This page of the list cannot be found; please start again at the top."),
    "mention_not_reader": N_(
        "“@%(login)s” may not read this request and cannot be told. Please take the @ away: nobody gets to read a "
        "request by being named."
    ),
    "too_many_mentions": N_("A comment may name at most %(max)s people."),
    "move_required": N_("Please choose where it is to go on."),
    "move_unknown": N_("It cannot go on there."),
    "people_required": N_("Please say whom."),
    "choose_one": N_("Only one person can have it."),
    "choose_oneself": N_("That is you."),
    "choose_auditor": N_("%(name)s is an auditor and changes nothing."),
    "choose_initiator": N_("%(name)s made the request and may not sign here."),
    "choose_barred": N_("%(name)s has signed an earlier step and may not sign this one too."),
    "choose_signs_already": N_("%(name)s signs this step already."),
    "choose_asked_already": N_("%(name)s has been asked already and has not answered yet."),
    "not_added_here": N_("%(name)s was not added by you, or has acted already."),
    "step_full": N_("A step takes at most %(max)s tasks, open and done; with these it would have %(length)s."),
    "where_required": N_("Please choose: before you, after you or beside you."),
    "more_required": N_("Please choose what is to be done."),
    "signature_required": N_("Please sign: draw your signature, or choose a picture of it."),
    "signature_no_picture": N_("A signature is a picture (PNG, JPEG or WebP)."),
    "attachment_unknown": N_("A file is not there any more; please add it again."),
}

#: What became of a row of a spreadsheet (`forms.kit.taking.Note.code`).
ROWS = {
    "not-a-number": N_("“%(text)s” is not a number; it stands in the form as it was."),
    "not-a-date": N_("“%(text)s” is not a date; it stands in the form as it was."),
    "no-choice": N_("“%(text)s” is none of the answers (%(choices)s); please choose one."),
    "no-yes-or-no": N_("“%(text)s” is neither yes nor no; please choose."),
    "too-long": N_("This is too long; it stands in the form as it was."),
    "formula-error": N_("A formula shows the error %(text)s; the cell was not taken."),
    "not-in-this-list": N_("The list of this row has no such column; the cell was not taken."),
    "column-not-taken": N_("No list has a column of this title; it was not taken (%(rows)s rows)."),
    "no-titles": N_("No row with the titles of the columns was found; nothing of it was taken."),
    "list-unknown": N_("There is no list “%(list)s”; the row was not taken."),
    "list-of-unknown-code": N_("The catalogue has no “%(code)s”, and the row names no list; it was not taken."),
    "no-list": N_("The row has neither a code of the catalogue nor a list; it was not taken."),
    "no-room": N_("There is no room for more lines: from this row on, %(rows)s rows were not taken."),
    "nothing": N_("There was nothing to read."),
}

#: Why a verb was not done (`Problem.reason`, else its code).
REASONS = {
    "not_found": N_("There is no such page, or it is not meant for you."),
    "not_allowed": N_("You may see this, but not do it."),
    "field_not_yours": N_("Fields were sent that cannot be changed at this step."),
    "already_done": N_("This was done already."),
    "stale": N_("This has changed since you opened it."),
    "invalid": N_("Something is not filled in correctly."),
    "action_reused": N_("This form was sent before with other content. Please open it anew."),
    "too_large": N_("What you sent is too large."),
    "too_many": N_("Too many attempts. Please try again in %(wait)s."),
    "busy": N_("The program is busy. Please try again in a moment."),
    "person_unknown": N_("This account is not in use any more."),
    "wrong_sign_in": N_("The name or the password is not right."),
    "auditors_change_nothing": N_("Auditors read everything and change nothing."),
    "may_not_start": N_("Your posts do not let you start this process."),
    "may_not_start_here": N_("You may not start this process for that unit."),
    "not_on_your_desk": N_("This task is not on your desk."),
    "no_such_action": N_("That cannot be done at this step."),
    "only_administrators": N_("Only administrators may do this."),
    "nothing_to_take_back": N_("There is nothing of yours to take back, or somebody has acted on it."),
    "not_yours_to_pass_on": N_("Who only has a copy gives no further ones."),
    "not_yours_to_urge": N_("Who only has a copy urges nobody."),
    "nobody_to_urge": N_("It lies with nobody else."),
    "urged_lately": N_("They were urged a short while ago. Again in %(wait)s."),
    "only_the_initiator": N_("Only who started the request may withdraw it."),
    "too_late_to_withdraw": N_("It is too late to withdraw: goods may be on their way."),
    "sign_in_attempts": N_("Too many attempts to sign in. Please wait %(wait)s."),
    "file_too_large": N_("A file may have at most 20 MB."),
    "loopback_only": N_("This demonstration account works only on the machine itself."),
    "output_unknown": N_("There is no such file, or it is not kept any more."),
    "outputs_open": N_("%(most)s of your files are still in the making. Please wait until one is there."),
    "nothing_printed": N_("None of the chosen requests could be printed, or they are not meant for you."),
    "paper_unknown": N_("This request has no such paper, or not yet."),
    "print_unavailable": N_("Forms cannot be printed on this machine; the administrator must install: %(install)s"),
    "print_failed": N_("This form could not be printed. What went wrong is noted for the administrator."),
    "print_too_long": N_("This form took longer than the %(seconds)s seconds that a print may take."),
    "print_too_large": N_("This form needs more memory than a print may take."),
    "print_busy": N_("Many forms are being printed just now. Please try again in a moment."),
    "paper_lost": N_(
        "The stored print of this form is not there any more, or is not what was stored. This is noted for the"
        " administrator, who can restore it from a backup; it is not printed anew."
    ),
    "substitute_unknown": N_("There is no such substitution, or it has ended."),
    "step_by_step": N_("step by step again"),
    "straight_back": N_("straight back afterwards"),
    "skip_initiator": N_("the initiator holds this post"),
    "skip_repeat": N_("the same person has just signed"),
    "yes": N_("Yes"),
    "no": N_("No"),
}

#: What a work item's or a request's step ended with.
OUTCOMES = {
    "open": N_("Open"),
    "submit": N_("Submitted"),
    "approve": N_("Approved"),
    "reject": N_("Rejected"),
    "return": N_("Returned"),
    "resubmit": N_("Submitted again"),
    "correct": N_("Corrected"),
    "skipped": N_("Skipped"),
    "skip": N_("Skipped"),
    "withdraw": N_("Withdrawn"),
    "cancelled": N_("Cancelled"),
    "returned": N_("Returned"),
    "claim": N_("Taken"),
    "reassign": N_("Handed on"),
    "delegate": N_("Lent"),
    "add_signer": N_("Waits for added signers"),
    "answer": N_("Answered"),
    "hand_back": N_("Handed back"),
    "removed": N_("Taken out"),
    "done": N_("Finished"),
}

#: Actions as buttons, where the diagram gives no label of its own.
ACTIONS = {
    "approve": N_("Approve"),
    "reject": N_("Reject"),
    "return": N_("Return"),
    "resubmit": N_("Send again"),
    "answer": N_("Answer and hand back"),
    "hand_back": N_("Hand back"),
    "give_opinion": N_("Send the answer"),
    "claim": N_("Take it"),
    "unclaim": N_("Put it back"),
}

#: Drawing others in, in the order of the panel: what it is called, and what it means.
MORE = {
    "consult": (N_("Ask somebody"), N_("They say what they think; the task stays with you.")),
    "delegate": (N_("Lend it to somebody"), N_("They prepare it and hand it back; you decide.")),
    "reassign": (N_("Hand it on"), N_("It is theirs from then on; you are done with it.")),
    "add_signer": (N_("Add signers"), N_("They must sign this step too.")),
    "remove_signer": (N_("Take out added signers"), N_("Whom you added and who has not signed yet.")),
}

#: What can be taken back: what it was, and what becomes of it.
TAKEN = {
    "approve": (N_("Take back my signature"), N_("It goes back from whom it went to, and is yours to decide again.")),
    "reassign": (N_("Take it back from whom I handed it to"), N_("It is yours again.")),
    "delegate": (N_("Take back what I lent"), N_("It is yours again, with what was filled in before.")),
    "consult": (N_("Call off my question"), N_("Nobody need answer it any more.")),
    "add_signer": (N_("Take back the signers before me"), N_("They need not sign; you decide at once.")),
}

#: What somebody did who has taken it back.
DID = {
    "approve": N_("the signature"),
    "reassign": N_("the handing on"),
    "delegate": N_("the lending"),
    "consult": N_("the question"),
    "add_signer": N_("the signers before"),
}

#: Where an added signer stands to the one who added them, as the trail's readers see it (`models.Beside`).
WHERES = {
    "before": N_("before the one who added them"),
    "after": N_("after the one who added them"),
    "beside": N_("beside the one who added them"),
}

#: How a task came to whose desk it is on, with the words that came along.
CAME = {
    "return": N_("Returned by %(by)s, %(at)s"),
    "answered": N_("Answered by %(by)s, %(at)s"),
    "reassign": N_("Handed on by %(by)s, %(at)s"),
    "delegate": N_("Lent to you by %(by)s, %(at)s"),
    "consult": N_("Asked by %(by)s, %(at)s"),
    "add_signer": N_("Added by %(by)s, %(at)s"),
}

#: Lines of the trail (`models.Event`).
EVENTS = {
    "submit": N_("submitted the request"),
    "resubmit": N_("sent the request again"),
    "approve": N_("approved"),
    "reject": N_("rejected"),
    "return": N_("returned"),
    "claim": N_("took the task"),
    "unclaim": N_("put the task back"),
    "reassign": N_("handed the task on"),
    "delegate": N_("lent the task"),
    "hand_back": N_("handed the task back"),
    "consult": N_("asked"),
    "answer": N_("answered"),
    "take_back": N_("took back"),
    "cc": N_("gave a copy"),
    "move": N_("moved the request as an administrator"),
    "end": N_("ended the request as an administrator"),
    "reopen": N_("opened the request again as an administrator"),
    "urge": N_("urged"),
    "add_signer": N_("added signers"),
    "remove_signer": N_("took out signers"),
    "correct": N_("corrected and handed back"),
    "withdraw": N_("withdrew the request"),
    "comment": N_("commented"),
    "attach": N_("added a file"),
    "auto_skip": N_("Step skipped"),
    "auto_cancel": N_("Task cancelled"),
    "auto_default": N_("Took the default way, because a condition could not be answered"),
    "auto_fallback": N_("Nobody found for the step; passed on"),
    "auto_effect": N_("Carried out"),
    "auto_decision": N_("Decided by table"),
    "auto_step_by_step": N_("Goes on step by step, because an answer that the way depends on has changed"),
    "auto_remind": N_("Reminder sent"),
    "auto_late": N_("Deadline passed"),
    "auto_timer": N_("Timer fired"),
    "auto_end": N_("Request ended"),
}

ROLES = {
    "site_staff": N_("site staff"),
    "site_keeper": N_("site storekeeper"),
    "site_rep": N_("chief site representative"),
    "planner": N_("planner"),
    "accountant": N_("materials accountant"),
    "supervisor": N_("supervisor"),
    "manager": N_("manager"),
    "production_planner": N_("production planner"),
    "warehouse_keeper": N_("warehouse keeper"),
    "buyer": N_("buyer"),
    "agent": N_("customer-service agent"),
    "duty_manager": N_("duty manager"),
    "inspector": N_("QC inspector"),
    "repairer": N_("repairer"),
    "salesperson": N_("area salesperson"),
    "management_representative": N_("management representative"),
    "deputy_general_manager": N_("deputy general manager"),
    "general_manager": N_("general manager"),
    "process_owner": N_("process owner"),
    "admin": N_("administrator"),
    "auditor": N_("auditor"),
}

#: Kinds of the catalogue (`models.MaterialKind`).
MATERIAL_KINDS = {
    "tool": N_("tool"),
    "consumable": N_("consumable"),
    "spare_part": N_("spare part"),
}

#: Why an item is on a desk (`why.code`, stored when it was decided).
WHYS = {
    "role": N_("On your desk because you are: %(holders)s."),
    "person": N_("On your desk because it was given to %(holders)s."),
    "initiator": N_("On your desk because you made this request."),
    "returned": N_("On your desk because it was returned."),
    "initiator_superior": N_("On your desk because %(initiator)s cannot sign for themselves; you are: %(holders)s."),
    "nobody_unit_manager": N_("On your desk because nobody is %(wanted)s; you are: %(holders)s."),
    "nobody_admin": N_("Nobody is %(wanted)s. Administrators can hand it to somebody."),
    "nobody_listed_unit_manager": N_("On your desk because the list of who signs here is empty; you are: %(holders)s."),
    "nobody_listed_admin": N_("The list of who signs here is empty. Administrators can hand it to somebody."),
    "nobody_listed_hold": N_("The list of who signs here is empty. It waits until administrators hand it to somebody."),
    "reassigned": N_("On your desk because %(by)s handed it on to you."),
    "delegated": N_("On your desk because %(by)s lent it to you; hand it back when it is ready."),
    "taken_back": N_("On your desk because you took it back."),
    "consulted": N_("On your desk because %(by)s asks for your opinion."),
    "added": N_("On your desk because %(by)s added you as a signer."),
    "nobody_hold": N_("Nobody is %(wanted)s. It waits until administrators hand it to somebody."),
}

#: How somebody came to have a task, other than by their post (`ap:who kind`).
HOWS = {
    "superior": N_("superior of who made the request"),
    "chain": N_("in the line of superiors of who made the request"),
    "initiator": N_("made the request"),
    "person": N_("named in the diagram"),
    "field": N_("named in the form"),
    "chosen_by_initiator": N_("chosen by who made the request"),
    "chosen_before": N_("chosen at an earlier step"),
}

#: How many of several people sign a step, where it is more than one of them.
RULES = {
    "all": N_("all of them sign"),
    "ratio": N_("they vote"),
}

#: How ways part in the steps to come.
PARTINGS = {
    "either": N_("One of these ways:"),
    "some": N_("One or more of these ways:"),
    "both": N_("Side by side:"),
    "maybe": N_("Perhaps:"),
}

#: Notices to one person (`Notice.code`).
NOTICES = {
    "reminder": N_("Reminder: %(number)s is due at %(due_at)s."),
    "late": N_("Late: %(number)s was due at %(due_at)s."),
    "mention": N_("%(by)s named you in a comment on %(number)s."),
    "returned": N_("%(by)s returned %(number)s to you: %(step)s."),
    "reassigned": N_("%(by)s handed %(number)s on to you: %(step)s."),
    "delegated": N_("%(by)s lent you %(number)s: %(step)s."),
    "handed_back": N_("%(by)s handed %(number)s back to you: %(step)s."),
    "consulted": N_("%(by)s asks for your opinion on %(number)s: %(step)s."),
    "answered": N_("%(by)s answered your question on %(number)s: %(step)s."),
    "added": N_("%(by)s added you as a signer of %(number)s: %(step)s."),
    "taken_back": N_("%(by)s took %(number)s back from you: %(step)s."),
    "moved": N_("%(by)s, an administrator, moved %(number)s: %(step)s. Reason: %(reason)s"),
    "ended": N_("%(by)s, an administrator, ended %(number)s. Reason: %(reason)s"),
    "reopened": N_("%(by)s, an administrator, opened %(number)s again: %(step)s. Reason: %(reason)s"),
    "copied": N_("%(by)s gave you a copy of %(number)s."),
    "urged": N_("%(by)s asks you to see to %(number)s: %(step)s."),
    "removed": N_("%(by)s took you out as a signer of %(number)s: %(step)s."),
    "told": N_("%(number)s: %(what)s."),
    "request_closed": N_("%(number)s is closed: %(status)s."),
}


#: Kinds of files that people order (`webapp.jobs.makers.MAKERS`).
OUTPUTS: dict[str, str] = {
    "prints": N_("Prints of requests"),
    "list": N_("List of requests"),
}

#: The columns of such a list (`webapp.jobs.lists`).
LIST_COLUMNS = (
    N_("Number"),
    N_("Process"),
    N_("State"),
    N_("Open steps"),
    N_("Subject"),
    N_("Started by"),
    N_("Unit"),
    N_("Marks"),
    N_("Created"),
    N_("Sent"),
    N_("Closed"),
)

#: What there is to say of such a file (`Output.note`); a refusal's reason stands in REASONS.
OUTPUT_NOTES = {
    "list_cut": N_("There are more than %(most)s; only the newest are in the file."),
    "prints_left_out": N_("Not everything was printed:"),
    "output_failed": N_("It could not be made. Please order it again; if that fails too, tell your administrator."),
}


@dataclass(frozen=True)
class State:
    """A state with its label, its colour, and a sentence for readers."""

    label: str
    tone: str
    sentence: str = ""


#: Where a request stands (`models.Status`).
STATUSES = {
    "draft": State(N_("Draft"), "neutral", N_("Not sent yet.")),
    "open": State(N_("Open"), "info", N_("On its way.")),
    "approved": State(N_("Finished"), "good", N_("Finished well.")),
    "rejected": State(N_("Rejected"), "bad", N_("Rejected; it goes no further.")),
    "withdrawn": State(N_("Withdrawn"), "neutral", N_("Withdrawn by its initiator.")),
    "ended": State(N_("Ended"), "neutral", N_("Ended by an administrator.")),
}

#: How an open item stands to its deadline (`webapp.services.filters.Due`).
DUES: dict[str, str] = {"late": N_("overdue"), "soon": N_("due within a day")}

#: In which order a list comes (`webapp.services.orders.Order`).
ORDERS: dict[str, str] = {
    "due": N_("By deadline, overdue first"),
    "new": N_("Newest first"),
    "old": N_("Oldest first"),
}

#: Where an ordered file stands (`models.OutputState`).
OUTPUT_STATES = {
    "waiting": State(N_("Waiting"), "neutral"),
    "running": State(N_("In the making"), "info"),
    "done": State(N_("Ready"), "good"),
    "failed": State(N_("Failed"), "bad"),
}

#: Marks on rows of lists: fields that say something at a glance, and odd kinds of tasks.
MARKS = {
    "emergency": State(N_("Emergency"), "bad"),
    "correction": State(N_("Please correct"), "warn"),
    "returned": State(N_("Returned to you"), "warn"),
    "consult": State(N_("Your opinion"), "info"),
    "delegated": State(N_("Lent to you"), "info"),
}
