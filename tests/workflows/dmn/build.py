"""Builds small DMN models for tests."""

from xml.sax.saxutils import escape

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*parts: str, namespace: str = "urn:test") -> bytes:
    """A DMN file of these parts."""
    return f'<definitions xmlns="{SPACE}" namespace="{namespace}" name="m">{"".join(parts)}</definitions>'.encode()


def given(*names: str, kind: str = "") -> str:
    """Input data of these names."""
    ref = f' typeRef="{kind}"' if kind else ""
    return "".join(f'<inputData id="in_{n}" name="{n}"><variable name="{n}"{ref}/></inputData>' for n in names)


def literal(text: str) -> str:
    """A literal expression."""
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def decision(name: str, logic: str, *needs: str, kind: str = "") -> str:
    """A decision; `needs` are hrefs: '#in_x' input data, '#d_x' a decision, '#b_x' knowledge."""
    required = "".join(requirement(href) for href in needs)
    ref = f' typeRef="{kind}"' if kind else ""
    return f'<decision id="d_{name}" name="{name}"><variable name="{name}"{ref}/>{required}{logic}</decision>'


def requirement(href: str) -> str:
    """A requirement of the right kind for the href."""
    if "#in_" in href:
        return f'<informationRequirement><requiredInput href="{href}"/></informationRequirement>'
    if "#d_" in href:
        return f'<informationRequirement><requiredDecision href="{href}"/></informationRequirement>'
    return f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>'


def table(policy: str, inputs: list[str], outputs: list[str], *rows: str) -> str:
    """A decision table; an output is 'name' or 'name: values'; a row is its cells with | between."""
    columns = "".join(f"<input><inputExpression><text>{escape(i)}</text></inputExpression></input>" for i in inputs)
    results = "".join(_output(each) for each in outputs)
    rules = "".join(_rule(number, row.split("|"), len(inputs)) for number, row in enumerate(rows, 1))
    hit, _, aggregation = policy.partition("+")
    more = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable id="t" hitPolicy="{hit}"{more}>{columns}{results}{rules}</decisionTable>'


def _output(text: str) -> str:
    name, _, values = text.partition(":")
    listed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    return f'<output name="{name}">{listed}</output>'


def _rule(number: int, cells: list[str], inputs: int) -> str:
    entries = "".join(
        f"<{kind}><text>{escape(cell.strip())}</text></{kind}>"
        for kind, cell in [("inputEntry" if n < inputs else "outputEntry", cell) for n, cell in enumerate(cells)]
    )
    return f'<rule id="row{number}">{entries}</rule>'
