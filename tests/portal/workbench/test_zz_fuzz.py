import random, warnings, pytest
from outward.composite.choices import CHOICES, WordChoice
from outward.composite.shipped import SHIPPED, framework_text
from tests.composite.provinces import text as provinces
from tests.portal.people import browser_of, make_people
from tests.portal.workbench.indices import made, FRAMEWORK, table
pytestmark=pytest.mark.django_db
def test_fuzz():
    people=make_people()
    idx=[made(people.analyst), made(people.analyst, framework=framework_text(SHIPPED[0]), data=provinces().encode())]
    c=browser_of(people.analyst); c.raise_request_exception=True
    r=random.Random(int(__import__('os').environ.get('SEED','1'))); seen={}
    from urllib.parse import urlencode
    for n in range(400):
        q={}
        for ch in r.sample(CHOICES, r.choice([1,1,2,3,5])):
            if isinstance(ch, WordChoice): v=r.choice(ch.words)
            else: v=r.choice(['0','1','-1','0.5','100','1e9','','2014','2020','full','traditional','area','coast','CN-LN','aa','2','2,3','3'])
            if ch.key=='uncertainty.runs': v='500'
            q['c.'+ch.key]=v
        if r.random()<.4: q[r.choice(['w.reach','w.cost','w.lines','w.competitiveness-scale','w.employees'])]=r.choice(['0','3','1e6','0.001'])
        i=r.choice(idx)
        page=r.choice(['','','unit','compare','audit','charts','files/scores.csv','files/values.csv','files/ranks.csv','files/spec.toml','charts/pillars.svg'])
        q|={'unit':r.choice(['aa','CN-LN']),'rank':r.choice(['1','3']),'with':r.choice(['version-1','year-2020','year-2014']),'bands':r.choice(['','1'])}
        url=f'/en/workbench/{i.pk}/{page}?{urlencode(q)}'
        try:
            with warnings.catch_warnings(record=True) as w:
                warnings.simplefilter('always')
                a=c.get(url, headers=r.choice([{}, {'HX-Request':'true'}])); a.getvalue()
            for x in w:
                if 'Runtime' in str(x.category): seen.setdefault(('warn',str(x.message),x.filename.split('/')[-1],x.lineno),url)
            assert a.status_code in (200,404,422,304),(a.status_code,url)
        except Exception as e:
            seen.setdefault((type(e).__name__,str(e)[:120]),url)
    for k,v in seen.items(): print(k,v)
    print(len(seen),'kinds')
