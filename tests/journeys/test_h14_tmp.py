from tests.journeys.test_for_everybody import *
from tests.journeys.conftest import *
import re
def snap(page, name, found):
    page.screenshot(path=f"/tmp/h14/{name}.png", full_page=True)
    r = Axe().run(page)
    for v in r.response["violations"]: found.append((name, v["id"], [n["html"][:150] for n in v["nodes"]][:3]))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"): found.append((name,"WIDE"))
def walk(page, demonstration, w, found, js=True):
    page.get_by_role("link", name="Colin Farrow").last.click()
    url = page.url
    def unfold():
        for f in page.locator("details:not([open]) > summary").all():
            f.click()
    snap(page, w+"-case", found)
    unfold()
    snap(page, w+"-case-open", found)
    page.goto(url + "?at-day=31&at-month=4&at-year=2026"); snap(page, w+"-then-error", found)
    page.goto(url + "?known_at=2026-04-01"); snap(page, w+"-then", found)
    page.goto(url)
    page.get_by_role("link", name=re.compile("^Correct entry 1")).click(); snap(page, w+"-correct", found)
    page.get_by_role("button", name="Record the correction").click(); snap(page, w+"-correct-error", found)
    page.goto(url)
    page.get_by_role("link", name=re.compile("^Retract entry 1")).click(); snap(page, w+"-retract", found)
    page.goto(url + "/record/case_closed?allegation=allegation-1"); snap(page, w+"-refused", found)
    page.goto(url + "/record/risk_decided?allegation=allegation-1"); snap(page, w+"-reason", found)
    page.get_by_role("button", name="Record this").click(); snap(page, w+"-reason-error", found)
    page.goto(url + "/decisions/threshold?allegation=allegation-1"); snap(page, w+"-decide1", found)
    if page.get_by_role("button", name="Go on to your own view").count(): page.get_by_role("button", name="Go on to your own view").click()
    page.get_by_role("button", name="Go on to what").click(); snap(page, w+"-decide2-error", found)
    page.get_by_role("radio").nth(1).check(); page.get_by_label("Why?").fill("Nobody else saw it.")
    page.get_by_role("button", name="Go on to what").click(); snap(page, w+"-decide3", found)
    page.get_by_label("Not known").first.check()
    page.get_by_role("button", name="Record the decision").click(); 
    snap(page, w+"-decided", found)
def test_h14(signed_in, demonstration):
    found = []
    walk(signed_in(LADO), demonstration, "wide", found)
    walk(signed_in(LADO, viewport={"width": 320, "height": 640}, java_script_enabled=True), demonstration, "narrow", found)
    print("FOUND", found)
