"""Lists that a script asks for by a choice that it keeps itself: bound boxes, tabs, fragments."""

from __future__ import annotations

import pytest

from spiders.discovery.lists.scripted import list_calls
from spiders.discovery.pages.page import read_page

HERE = "http://www.shilixian.gov.cn/gk/nb.html"
EACH = '<option v-for="y in years" :value="y">{{y}}年</option>'
TWO = "<option value=2024>2024年</option><option value=2023>2023年</option>"
HASH = "<a href='#2024'>2024年</a><a href='#2023'>2023年</a>"
ROUTES = "<a href='#/year/2024'>2024年</a><a href='#/year/2023'>2023年</a>"
DATA = (
    "new Vue({data: {year: 2024, years: [2024, 2023]}, mounted() {this.load()}, methods: {load() "
)


@pytest.mark.parametrize(
    ("markup", "script", "form"),
    [
        (
            f'<select v-model="year" @change="load">{EACH}</select>',
            f"{DATA}{{axios.get('/gk/annual?year=' + this.year)}}}}}})",
            "/gk/annual?year={}",
        ),
        (
            f'<select v-model="q.year">{TWO}</select>',
            "const app = {data() {return {q: {year: 2024}}}, mounted() {this.f()}, methods: "
            "{f() {fetch(`/gk/annual?year=${this.q.year}`)}}}",
            "/gk/annual?year={}",
        ),
        (
            f'<select v-model="year">{EACH}</select>',
            "const year = ref(2024), years = [{v: 1}], load = () => {fetch('/gk/' + year.value)}",
            "",
        ),
        (
            '<li v-for="y in years" @click="year=y;load()">{{y}}年</li>',
            f"{DATA}{{axios.get('/gk/annual/' + this.year + '.json')}}}}}})",
            "/gk/annual/{}.json",
        ),
        (
            HASH,
            "function load() {var y = location.hash.replace('#', '') || '2024';"
            "$('#c').load('/gk/' + y + '/list.html')} $(window).on('hashchange', load);load();",
            "/gk/{}/list.html",
        ),
        (
            ROUTES,
            "function load() {var m = location.hash.match(/year\\/(\\d+)/), y = m ? m[1] : 2024;"
            "fetch('/gk/' + y + '/list.html')} load();",
            "/gk/{}/list.html",
        ),
        (
            "<a href='#top'>2024年</a><a href='#foot'>2023年</a>",
            "$('#c').load('/gk/list.html')",
            "",
        ),
    ],
)
def test_a_list_for_each_choice(markup: str, script: str, form: str) -> None:
    whole = f"<html><body>{markup}<div id='c'></div><script>{script}</script></body></html>"
    asked = [call.request.url for call in list_calls(read_page(HERE, whole.encode()), "x")]
    expected = [f"http://www.shilixian.gov.cn{form.format(y)}" for y in (2024, 2023)]
    assert [url for url in asked if "annual" in url or "20" in url] == (expected if form else [])
