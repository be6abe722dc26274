"""The report page in a real browser: what readers do, with mouse, keyboard, link and paper.

Needs Chromium, and axe-core for what is said of accessibility: `make test` gets both.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from command_line import records, run
from norfolk_cs.models import Document
from norfolk_cs.report import report_page
from test_report import HOSTILE, ROOT, SEEDS, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright", reason="the package playwright is not installed")
BROWSERS = (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
AXE = ROOT / ".cache" / "axe-core" / "package" / "axe.min.js"
if CHROMIUM is None:
    pytest.skip("Chromium is not installed (apt-get install chromium)", allow_module_level=True)

LOCAL = ("file:", "data:", "about:")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RATING = "#facts&kind=rating"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seeds, with their documents."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    result = run("report", SEEDS, "-s", ROOT / "seeds", "-o", path, "--as-of", "2018-06-01")
    assert result.exit_code == 0
    return path


@pytest.fixture(scope="module")
def tab(browser: Browser) -> tuple[Page, list[str]]:
    """One tab for all tests, since a new one takes longer than most of them; and its complaints."""
    page = browser.new_page()
    page.set_default_timeout(5000)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: request.url.startswith(LOCAL) or wrong.append(request.url))
    return page, wrong


@pytest.fixture
def visit(tab: tuple[Page, list[str]], seeds: Path) -> Iterator[Callable[..., Page]]:
    """What opens the page (or another) at an address; no error and no request may come of it."""
    page, wrong = tab
    wrong.clear()

    def opened(
        address: str = "", *, path: Path = seeds, size: Any = DESK, scheme: Any = "light"
    ) -> Page:
        page.goto("about:blank")
        page.set_viewport_size(size)
        page.emulate_media(media="screen", color_scheme=scheme)
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html.ready")
        return page

    yield opened
    assert wrong == []


def facts_of(**slots: Any) -> list[dict[str, Any]]:
    """The seeds' facts whose slots are these."""
    return [fact for fact in records(SEEDS) if all(fact.get(k) == v for k, v in slots.items())]


def found(page: Page) -> str:
    return page.inner_text("#found")


def said(page: Page) -> str:
    """The words in the open document that are marked as the fact's own."""
    return "".join(page.locator("#text .hl.open").all_inner_texts())


def selected(page: Page) -> str | None:
    return page.locator('.row[aria-selected="true"]').get_attribute("data-place")


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the page does in its own time; its policy forbids the browser's own waiting."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.03)
    assert holds()


def in_sight(page: Page, selector: str, frame: str) -> bool:
    inner, outer = (page.locator(s).first.bounding_box() for s in (selector, frame))
    assert inner is not None
    assert outer is not None
    below = inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    return below and inner["y"] >= outer["y"] - 1


# -- clicks, both ways ----------------------------------------------------------------------


def test_fact_clicked_shows_its_words_and_its_panel(visit: Any) -> None:
    page = visit(RATING)
    last = facts_of(kind="rating")[-1]
    page.click(".row >> nth=-1")
    assert page.url.endswith(f"#fact-{last['id']}&kind=rating")
    assert said(page) == last["span"]["text"]
    assert in_sight(page, "#text .hl.open", "#text")
    assert last["span"]["text"] in " ".join(page.locator(".said").all_inner_texts())
    assert page.locator("#details").is_visible()
    assert page.locator('.row[aria-selected="true"]').count() == 1


def test_highlight_clicked_opens_its_panel_and_its_row(visit: Any) -> None:
    page = visit()
    page.locator("#text a.hl.k-deadline").first.click()
    deadline = facts_of(kind="deadline")[0]
    assert f"#fact-{deadline['id']}" in page.url
    assert "deadline" in page.inner_text("#details .over").lower()
    assert in_sight(page, '.row[aria-selected="true"]', "#list")


def test_steps_move_through_the_facts_listed(visit: Any) -> None:
    page = visit(RATING)
    ids = [fact["id"] for fact in facts_of(kind="rating")]
    page.click(".row >> nth=0")
    page.click("[data-step=after]")
    assert f"#fact-{ids[1]}&kind" in page.url
    page.click("[data-step=before]")
    assert f"#fact-{ids[0]}&kind" in page.url
    assert page.locator("[data-step=before]").is_disabled()
    page.click("[data-step=close]")
    assert page.url.endswith(RATING)
    assert page.locator("#details").is_hidden()


def test_name_in_a_panel_leads_to_all_about_them(visit: Any) -> None:
    page = visit("#fact-" + facts_of(kind="deadline")[0]["id"])
    page.click("#details [data-actor]")
    name = page.input_value("#actor")
    about = run("show", SEEDS, "-a", name, "--json").stdout.splitlines()
    assert found(page).startswith(f"{len(about)} of ")


def test_panel_names_other_facts_on_the_same_words(visit: Any) -> None:
    page = visit("#fact-" + facts_of(kind="deadline", basis="duration")[0]["id"])
    page.click("#details .neighbours a")
    assert page.inner_text("#details .kind").lower() == "date"


def test_documents_are_turned_over(visit: Any) -> None:
    page = visit()
    first = page.inner_text("#reader-title")
    assert page.locator("#doc-before").is_disabled()
    page.click("#doc-after")
    assert page.inner_text("#reader-title") != first
    page.click("#doc-before")
    assert page.inner_text("#reader-title") == first


def test_open_document_is_the_text_as_it_was_read(visit: Any) -> None:
    page = visit()
    text = (ROOT / "seeds" / "000_76e7a5e5987381d3.txt").read_text("utf-8")
    shown = "".join(page.locator("#text .block").all_text_contents())
    assert "".join(shown.split()) == "".join(text.split())


# -- filters and the address ----------------------------------------------------------------


FILTERS = [
    ("body", "norfolk-county-council", ["--body", "Norfolk County Council"]),
    ("grade", "inadequate", ["--rating", "inadequate"]),
    ("doc", "002_c14406c4f802f2bf", ["--doc", "002_c14406c4f802f2bf"]),
    ("actor", "dave HILL", ["--actor", "Dave Hill"]),
    ("actor", "Ofsted", ["--actor", "Ofsted"]),
    ("since", "2016-09-01", ["--since", "2016-09-01"]),
    ("until", "2016-08-31", ["--until", "2016-08-31"]),
]


def test_filters_leave_what_show_shows(visit: Any) -> None:
    page = visit()
    page.click("#more summary")
    for field, value, options in FILTERS:
        if page.locator(f"select#{field}").count():
            page.select_option(f"#{field}", value)
        else:
            page.fill(f"#{field}", value)
        expected = len(run("show", SEEDS, "--json", *options).stdout.splitlines())
        told = f"{expected} of {len(records(SEEDS))} facts"
        until(lambda told=told: found(page) == told)
        assert f"{field}=" in page.url
        assert page.get_attribute("#grid", "aria-rowcount") == str(expected + 1)
        page.click("#clear")


def test_filters_together_and_their_chips(visit: Any) -> None:
    page = visit()
    page.check("[name=kind][value=rating]", force=True)
    page.check("[name=kind][value=deadline]", force=True)
    page.fill("#q", "inadequate")
    page.wait_for_url("**&q=inadequate")
    wanted = [
        fact
        for fact in facts_of()
        if fact["kind"] in ("rating", "deadline")
        and "inadequate" in (fact["sentence"]["text"] + str(fact.get("value"))).lower()
    ]
    assert found(page).startswith(f"{len(wanted)} of ")
    assert "kind=rating,deadline" in page.url
    assert page.locator("#text a.hl.k-statement").count() == 0
    page.click("#clear")
    assert found(page) == f"{len(records(SEEDS))} facts"
    assert page.url.endswith("#facts")


def test_certainty_filter_leaves_only_such_facts(visit: Any) -> None:
    page = visit("#facts&certainty=hedged")
    assert found(page).startswith(f"{len(facts_of(certainty='hedged'))} of ")
    assert page.locator("#more").get_attribute("open") is not None


def test_nothing_found_is_said_and_can_be_undone(visit: Any) -> None:
    page = visit("#facts&q=xyzzy")
    assert found(page).startswith("0 of ")
    page.click("#none button")
    assert page.locator(".row").count() > 5


def test_address_restores_fact_and_filters(visit: Any) -> None:
    rating = facts_of(kind="rating")[2]
    page = visit(f"#fact-{rating['id']}&kind=rating&grade={rating['value']}")
    assert said(page) == rating["span"]["text"]
    assert page.is_checked("[value=rating]")
    assert page.input_value("#grade") == rating["value"]
    page.reload()
    page.wait_for_selector("html.ready")
    assert said(page) == rating["span"]["text"]


def test_every_fact_has_a_link_that_opens_it(visit: Any) -> None:
    page = visit()
    for fact in records(SEEDS)[::9]:
        page.evaluate("hash => { location.hash = hash }", f"fact-{fact['id']}")
        page.wait_for_selector("#details h4")
        assert page.evaluate("history.state") is None
        spans = fact.get("mentions") or [fact["span"]]
        words = "".join("".join(span["text"] for span in spans).split())
        until(lambda words=words: "".join(said(page).split()) == words)


def test_unknown_fact_is_said_to_be_unknown(visit: Any) -> None:
    page = visit("#fact-0000000000000000")
    assert "no such fact" in found(page)
    assert page.locator(".row").count() > 5


def test_back_goes_to_what_was_open_before(visit: Any) -> None:
    page = visit(RATING)
    page.click(".row >> nth=0")
    first = page.url
    page.click(".row >> nth=1")
    page.go_back()
    assert page.url == first
    until(lambda: selected(page) == "0")
    page.go_back()
    page.wait_for_selector("#details", state="hidden")


# -- keys -----------------------------------------------------------------------------------


def test_keyboard_alone_reads_and_comes_back(visit: Any) -> None:
    page = visit(RATING)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the facts"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus(".row[tabindex='0']")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.place") == "1"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details-title"
    assert facts_of(kind="rating")[1]["id"] in page.url
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.place") == "1"
    page.keyboard.press("End")
    last = len(facts_of(kind="rating")) - 1
    assert page.evaluate("document.activeElement.dataset.place") == str(last)
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.dataset.place") == "0"
    assert page.locator(".row[tabindex='0']").count() == 1


def test_highlights_are_one_stop_and_arrows_go_on(visit: Any) -> None:
    page = visit()
    assert page.locator("#text a.hl[tabindex='0']").count() == 1
    page.focus("#text a.hl[tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#text a.hl')")


def test_focus_is_seen(visit: Any) -> None:
    page = visit()
    for selector in ("#theme", "#q", ".row[tabindex='0']", "#text a.hl[tabindex='0']"):
        page.keyboard.press("Tab")
        page.focus(selector)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", selector


# -- the other views ------------------------------------------------------------------------


def test_judgement_leads_to_its_words(visit: Any) -> None:
    page = visit("#judgements")
    assert page.locator("#filters").is_hidden()
    cell = page.locator("svg a.cell").first
    key = (cell.get_attribute("href") or "").removeprefix("#fact-")
    cell.click()
    [fact] = facts_of(id=key)
    assert said(page) == fact["span"]["text"]
    page.go_back()
    assert page.locator("#view-judgements").is_visible()
    assert page.locator("#view-judgements td a").count() == page.locator("svg a.cell").count()


def test_deadlines_are_counted_to_the_day(visit: Any) -> None:
    page = visit("#deadlines")
    assert page.locator(".board tbody tr").count() == len(facts_of(kind="deadline"))
    words = " ".join(page.inner_text(".group.overdue").split())
    assert "overdue by 1,566 days 2013-08-16 + 6 months = 2014-02-16" in words
    page.select_option("#about-deadlines", "Norfolk County Council")
    of_norfolk = [f for f in facts_of(kind="deadline") if f["obliged"]]
    shown = page.locator(".board tbody tr:visible").count()
    assert shown == len([f for f in of_norfolk if f["obliged"]["name"].startswith("Norfolk")])
    assert "about=Norfolk+County+Council" in page.url


def test_timeline_opens_a_year_and_its_facts(visit: Any) -> None:
    page = visit("#timeline")
    bubble = page.locator(".bubble[data-year='2013']").first
    bubble.click()
    count = int(bubble.text_content() or "0")
    assert page.locator("#events .event").count() == count
    assert "year=2013" in page.url
    assert "lane=" in page.url
    page.select_option("#about-timeline", "Dave Hill")
    page.select_option("#year", "")
    page.select_option("#lane", "")
    figures = page.locator(".bubble:visible").all_text_contents()
    assert sum(map(int, figures)) == page.locator("#events .event").count() > 0
    page.locator("#events a").first.click()
    assert page.locator("#details").is_visible()


# -- light, dark, small, calm, on paper -----------------------------------------------------


def test_theme_follows_the_system_until_it_is_chosen(visit: Any) -> None:
    page = visit(scheme="dark")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: light"
    assert page.evaluate(background) != dark
    page.click("#theme")
    assert page.evaluate(background) == dark
    page.reload()
    assert page.inner_text("#theme") == "Theme: dark"
    page.evaluate("localStorage.clear()")


def test_phone_opens_a_fact_over_the_list_and_goes_back(visit: Any) -> None:
    page = visit(size=PHONE)
    assert page.locator("#reader").is_hidden()
    page.click(".row >> nth=2")
    assert page.locator("#reader").is_visible()
    assert in_sight(page, "#text .hl.open", "#text")
    page.click("#back")
    assert page.locator("#reader").is_hidden()
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= PHONE["width"]
    for view in ("judgements", "deadlines", "timeline"):
        page.click(f"[data-to={view}]")
        assert page.evaluate(width) <= PHONE["width"], view


def test_phone_shows_whole_judgements_and_the_latest(visit: Any) -> None:
    page = visit("#judgements", size=PHONE)
    frame = page.locator(".drawn .across").first.bounding_box()
    right = frame["x"] + frame["width"]
    until(lambda: page.evaluate("document.querySelector('.drawn .across').scrollLeft") > 0)
    for cell in page.locator("svg a.cell rect").all():
        box = cell.bounding_box()
        inside = box["x"] >= frame["x"] and box["x"] + box["width"] <= right
        assert inside or box["x"] + box["width"] <= frame["x"]


def test_paper_has_every_fact_listed(visit: Any) -> None:
    page = visit(RATING, scheme="dark")
    page.emulate_media(media="print")
    assert page.locator(".row").count() == len(facts_of(kind="rating"))
    assert page.locator("#reader").is_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    page.emulate_media(media="screen")
    assert page.locator("#reader").is_visible()


def test_list_of_thousands_makes_only_the_rows_in_sight(visit: Any, tmp_path: Path) -> None:
    many = [{**fact, "doc_id": f"doc-{n}", "id": ""} for n in range(100) for fact in records()]
    path = tmp_path / "many.html"
    path.write_text(report_page(many, as_of=date(2018, 6, 1)).html, "utf-8")
    page = visit(path=path)
    assert page.locator(".row").count() < 40
    page.evaluate("document.getElementById('list').scrollTop = 1e9")
    page.wait_for_selector(f".row[data-place='{len(many) - 1}']")
    assert page.locator(".row").count() < 40
    page.focus(".row[tabindex='0']")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.place") == str(len(many) - 1)
    page.fill("#q", "stourshire")
    page.wait_for_url("**&q=stourshire")
    assert page.locator(".row").count() < 40


def test_board_of_hundreds_is_whole_and_laid_out_where_it_is_seen(
    visit: Any, tmp_path: Path
) -> None:
    many = [{**fact, "doc_id": f"doc-{n}"} for n in range(90) for fact in facts_of(kind="deadline")]
    path = tmp_path / "many.html"
    path.write_text(report_page(many, as_of=date(2018, 6, 1)).html, "utf-8")
    page = visit("#deadlines", path=path)
    boards = page.evaluate("""() => [...document.querySelectorAll(".group")].map((group) => [
        Number(group.querySelector("[data-number]").textContent),
        group.querySelectorAll("tbody tr").length])""")
    assert sum(number for number, _ in boards) > 200
    assert all(number == rows for number, rows in boards)
    seen = """() => [...document.querySelectorAll(".board tbody tr")].filter((row) =>
        row.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length"""
    assert 0 < page.evaluate(seen) < 200
    page.emulate_media(media="print")
    assert page.evaluate(seen) == sum(number for number, _ in boards)
    page.emulate_media(media="screen")
    page.select_option("#about-deadlines", "Norfolk County Council")
    whose = page.locator(".board tbody tr:not([hidden])")
    assert 0 < whose.count() < sum(number for number, _ in boards)
    assert page.locator("tbody:not([hidden])").evaluate_all(
        "(all) => all.every((slice) => slice.querySelector('tr:not([hidden])'))"
    )


def test_page_without_scripts_has_what_needs_none(browser: Browser, seeds: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(seeds.as_uri())
    assert page.locator("#view-facts noscript").is_visible()
    assert page.locator("svg a.cell").first.is_visible()
    assert page.locator(".board").first.is_visible()
    assert page.locator(".board tbody tr").count() == len(facts_of(kind="deadline"))
    assert page.locator("#filters").is_hidden()
    page.close()


# -- what documents cannot do ---------------------------------------------------------------


def test_hostile_documents_are_plain_text(visit: Any, tmp_path: Path) -> None:
    evil = " ".join(HOSTILE) + "\u202e\u200b\x1b[31m\u2066"
    facts = hostile(evil)
    text = "\n\n".join([evil, *(fact["sentence"]["text"] for fact in facts)])
    for fact in facts:
        at = text.index(fact["sentence"]["text"])
        words = fact["sentence"]["text"]
        fact["sentence"].update(start=at, end=at + len(words))
        fact["span"].update(start=at, end=at + len(words), text=words)
        for mention in fact.get("mentions", ()):
            mention.update(start=at, end=at + 3, text=words[:3])
    documents = [
        Document(doc_id=doc, source="x", text=text) for doc in {fact["doc_id"] for fact in facts}
    ]
    path = tmp_path / "hostile.html"
    page_ = report_page(facts, documents, as_of=date(2018, 6, 1), title=evil)
    assert page_.untold == ()
    path.write_text(page_.html, "utf-8")
    page = visit(path=path)
    assert page.locator("h1").text_content().startswith('<script>alert(1)</script> "onload')
    for number in range(min(12, page.locator(".row").count())):
        page.locator(".row").nth(number).click()
    for view in ("judgements", "deadlines", "timeline"):
        page.click(f"[data-to={view}]")
    page.click("[data-to=facts]")
    assert page.locator("img, iframe, object, base, form[action]").count() == 0
    assert page.locator("body script:not([type='application/json'])").count() == 1
    shown = page.locator("#text").text_content() or ""
    assert '<script>alert(1)</script> "onload="alert(1)' in shown
    assert "⟨U+202E⟩⟨U+200B⟩⟨U+001B⟩[31m⟨U+2066⟩" in shown
    assert page.locator("#text .sign").first.get_attribute("title")


def test_policy_stops_scripts_and_styles_that_got_in(browser: Browser, seeds: Path) -> None:
    page = browser.new_page()
    page.goto(seeds.as_uri())
    tried = page.evaluate("""() => {
        const tries = [
            () => { document.body.innerHTML += "<img src=x onerror='window.ran = 1'>"; },
            () => { document.write("<p>x"); },
            () => setTimeout("window.ran = 1"),
            () => document.body.setAttribute("onclick", "window.ran = 1"),
            () => { const s = document.createElement("script"); s.textContent = "window.ran = 1";
                    document.body.append(s); },
        ];
        for (const each of tries) try { each(); } catch { /* as it should */ }
        document.body.click();
        const box = document.createElement("div");
        box.setAttribute("style", "width: 3px");
        document.body.append(box);
        return [window.ran ?? null, box.style.width];
    }""")
    assert tried == [None, ""]
    for name in ("page", "mine"):  # the page's own policy cannot be had a second time
        made = """name => { try { trustedTypes.createPolicy(name, { createHTML: (text) => text }); }
                  catch { return "refused"; } }"""
        assert page.evaluate(made, name) == "refused"
    page.close()


# -- accessibility --------------------------------------------------------------------------


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not at hand (make test fetches it)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_serious(visit: Any, scheme: str, size: dict[str, int]) -> None:
    fact = "#fact-" + facts_of(kind="deadline", basis="duration")[0]["id"]
    page = visit(scheme=scheme, size=size)
    page.evaluate(AXE.read_text("utf-8"))
    views = ("#facts&certainty=hedged", fact, "#judgements", "#deadlines", "#timeline&year=2013")
    for view in views:
        page.evaluate("hash => { location.hash = hash }", view)
        page.wait_for_timeout(50)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        outcome = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [
            (view, found["id"], node["html"][:200], node["failureSummary"])
            for found in outcome["violations"]
            if found["impact"] in ("serious", "critical")
            for node in found["nodes"][:3]
        ]
        assert grave == [], json.dumps(grave, indent=1)
