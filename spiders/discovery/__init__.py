"""How a spider finds its way on a portal it has never seen, in the order of that way.

`walk` leads one portal's crawl; `requests` asks for pages and leaves them alone, `pages` reads one
page, `home` finds the way from the home page to the columns of annual reports, `lists` goes
through the lists of a column, `articles` takes what they list.
"""
