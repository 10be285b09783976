"""Someone at a browser: what they do on the program's pages, and what the browser complains about meanwhile."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

REFUSED = "Failed to load resource"
"""What Chromium writes of every answer ≥ 400; refused forms are answered so. Other loads are watched by `_answered`."""


class Visitor:
    """One browser with one page."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.home = home
        self.complaints: list[str] = []
        self.status = 0
        context.set_default_timeout(15_000)
        self.page = self.watched(context.new_page())

    def watched(self, page: Page) -> Page:
        """Note errors of scripts, breaches of the Content-Security-Policy, missing files, server errors."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _answered(self, answer: Response) -> None:
        document = answer.request.resource_type == "document"
        if document and answer.status not in (301, 302, 303):
            self.status = answer.status
        upload = answer.url.endswith("/attachments")
        if answer.status >= 500 or (answer.status >= 400 and not document and not upload):
            self.complaints.append(f"{answer.status} {answer.url}")

    # --- going about -------------------------------------------------------------------------------

    def open(self, path: str) -> Visitor:
        """Go to an address of the program."""
        self.page.goto(self.home + path)
        return self

    def sign_in(self, login: str, password: str = "demo") -> Visitor:
        """Fill in the sign-in page, which must be shown."""
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("form:has([name=password]) button[type=submit]").click()
        return self

    def task(self, number: str = "") -> Visitor:
        """Open the (newest) task of the inbox by clicking it."""
        self.open("/tasks")
        self.page.locator(".row-link", has_text=number).first.click()
        self.page.locator("#decision").wait_for()
        return self

    # --- forms -------------------------------------------------------------------------------------

    def field(self, name: str) -> Locator:
        """The input of a field, by its name in the form (`tools.0.code`)."""
        return self.page.locator(f".request-form [name='{name}']:not([type=hidden])")

    def fill(self, **values: str) -> Visitor:
        """Type into fields; `__` in a name stands for the dot."""
        for name, value in values.items():
            self._enter(self.field(name.replace("__", ".")), value)
        return self

    def _enter(self, field: Locator, value: str) -> None:
        kind = str(field.evaluate("one => one.type || one.tagName"))
        if kind == "checkbox":
            field.set_checked(value == "true")
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.field(name).input_value()

    def line(self, kind: str, code: str, quantity: str, row: int = 0) -> Visitor:
        """Fill in a line of a list, adding it where there is none yet."""
        if not self.field(f"{kind}.{row}.code").count():
            self.page.locator(f"[name=_rows][value={kind}]").click()
        return self.fill(**{f"{kind}__{row}__code": code, f"{kind}__{row}__quantity": quantity})

    def button(self, action: str) -> Locator:
        """The button of an action."""
        return self.page.locator(f"[name=_action][value={action}]")

    def press(self, action: str = "approve") -> Visitor:
        """Press an action's button, and wait for the answer."""
        button = self.button(action)
        if not button.is_visible():
            self.page.locator("details.choice", has=button).locator("summary").first.click()
        with self.page.expect_event("load"):  # a form that is kept while it is typed changes the address, too
            button.click()
        return self

    def back_to(self, step: str, resume: str = "step_by_step", comment: str = "請核實") -> Visitor:
        """Return the task to a step, with a comment."""
        self.fill(_comment=comment)
        self.page.locator("details.choice", has=self.button("return")).locator("summary").first.click()
        self.page.locator(f"[name=_to][value='{step}']").check()
        self.page.locator(f"[name=_resume][value={resume}]").check()
        return self.press("return")

    # --- looking -----------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def fault(self, name: str) -> str:
        """The fault that is shown at a field and tied to it for screen readers."""
        field = self.field(name).first
        described = (field.get_attribute("aria-describedby") or "").split()
        texts = [self.page.locator(f"[id='{one}']").inner_text() for one in described if one.endswith("-fault")]
        return " ".join(texts)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        window = self.page.viewport_size or {"width": 0}  # window.innerWidth grows along on phones
        return int(self.page.evaluate("document.scrollingElement.scrollWidth")) - window["width"]
