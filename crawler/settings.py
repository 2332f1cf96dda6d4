"""Settings of the crawler. Scrapy's own first, then ours; `-s NAME=VALUE` overrides any."""

from __future__ import annotations

import os

from crawler.interrupts import end_at_once

end_at_once()  # these settings are the first of the project that a command imports

BOT_NAME = "openness-corpus"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# --- who we are, and how often we come ---------------------------------------------------------

# An address (e-mail or page) where a portal's operator reaches whoever runs the crawl; it is
# part of the User-Agent. Set it: -s CONTACT=… or the environment variable CONTACT.
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = "openness-corpus/0.1 (research on government annual reports)"
ADDONS = {"crawler.extensions.contact.Contact": 10}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Of one answer; Scrapy starts so many tasks for each, whether there is an item for them or not.
CONCURRENT_ITEMS = 2
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; a Crawl-delay may raise it
DOWNLOAD_DELAY_JITTER = 0.5
FIRST_PAUSE = 1.0  # seconds after a failure, three times as long after each further one in a row
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 << 20  # bytes, for files on disk too
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # what is cut is told from what is whole by UnpackingMiddleware
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the run's record tells it in one line
REDIRECT_MAX_TIMES = 5
CLOSESPIDER_PAGECOUNT = 50_000
CLOSESPIDER_TIMEOUT = 12 * 3600
# Portals with weak Diffie-Hellman keys are reached by other key exchanges.
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:!DH"

# --- nothing that phones home, and no way in ---------------------------------------------------

COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.middlewares.addresses.PublicResolver"

LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.extensions.log_format.LogFormatter"
LOGSTATS_INTERVAL = 0.0

# --- the way of a document ---------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.unpacking.UnpackingMiddleware": 590,
    "crawler.middlewares.failures.FailureMiddleware": 10,  # outermost: sees what is left
    "crawler.middlewares.addresses.AddressMiddleware": 60,  # before anything asks for robots.txt
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.backoff.BackoffMiddleware": 990,  # sees every single answer
}
ITEM_PIPELINES = {
    "crawler.pipelines.archiving.ArchivingPipeline": 100,
    "crawler.pipelines.parsing.ParsingPipeline": 200,
    "crawler.pipelines.dividing.DividingPipeline": 250,
    "crawler.pipelines.storing.StoringPipeline": 300,
}
EXTENSIONS = {
    "crawler.extensions.run_record.RunRecord": 20,
    "crawler.extensions.reactor_watch.ReactorWatch": 25,
    "crawler.extensions.download_budget.DownloadBudget": 28,
    "crawler.extensions.progress.Progress": 30,
    "crawler.extensions.certificates.Certificates": 40,
}

# --- ours --------------------------------------------------------------------------------------

CORPUS = "data/corpus.db"
BROWSER = None  # path of a Chromium for pages that need JavaScript; None: look for one; "": none
BROWSER_PAGES = 200  # pages of one crawl that are shown in it at the most
BROWSER_TIMEOUT = 90.0  # seconds for one page with all that its scripts fetch
ARCHIVE = None  # folder of the WARC files; None: `<stem of CORPUS>.warc/` beside the corpus
PORTALS = None  # an operator's own register of portals (CSV); None: the packaged one
PORTALS_AT_ONCE = 16
DECISIONS = None  # an operator's own decisions on agencies (CSV); None: the packaged ones
REVISIT_DAYS = 30.0  # a portal's pages are all asked for again within so many days
ALLOW_PRIVATE_HOSTS = False  # True only for tests and the sample portal
PARSER = "parsers:parse"  # `module:function`, called in the parser processes
PARSER_WORKERS = min(os.cpu_count() or 1, 4)
PARSER_TIMEOUT = 120.0  # seconds of the processor a document; by the clock four times as many
PARSER_MEMORY = 3 << 29  # bytes of address space a parser process; recognition takes 1 GiB of it
# Seconds of the processor that a run spends on character recognition; what is left over waits for
# `scrapy reparse --waiting`.
RECOGNITION_SECONDS = 8 * 3600.0
SUMMARY = None  # True or False: print the summary at the end; None: only to a terminal
RUN_REPORTS = None  # folder of the runs' reports; None: `<stem of CORPUS>.runs/` beside it
# Findings of this severity (note, warning, alarm; never: none) are sent on and end with code 7.
ALERT_FROM = "alarm"
# A command that gets the findings as JSON on its standard input; a URL that they are posted to.
# They may hold secrets: the environment is the better place for them.
ALERT_COMMAND = os.environ.get("ALERT_COMMAND", "")
ALERT_WEBHOOK = os.environ.get("ALERT_WEBHOOK", "")
RUN_ARGUMENTS: dict[str, str] = {}  # the spider's -a arguments, filled in by the command `crawl`
