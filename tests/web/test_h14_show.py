import re
from html import unescape
from tests.web.test_case_page import *
def test_show(cast, case, signed_in):
    page = text_of(signed_in(cast.lado).get(address(case)))
    print(re.sub(r"<[^>]+>"," ",page[page.index("Still to find out"):].split("</section>")[0]))
    print([x for x in re.findall(r"[^.>]*\([A-Z][a-z]+ [^)]*\d\)[^<]*", page)][:5])
    from dutybook.casework.weighing import decisions_of
    from dutybook.casework import queries
    v=queries.case_view(cast.lado, case.reference, page="x", now=THE_SIXTH)
    for d in decisions_of(v): print(d.decision.id, [m.fact for m in d.weighed.missing], d.about)
    print([m.fact for m in v.to_find_out])
    print([b for d in v.duties for b in d.because if '[' in b][:5])
