"""Real recorded prices for the replay venue: daily US equities and hourly EUR/USD, from two packages of the Python index.

Downloaded by name, never committed. bokeh_sampledata (BSD-3-Clause) has AAPL, FB, GOOG, IBM, MSFT by day, 2000 to 2013;
backtesting (AGPL-3.0; only its data file is read) has EUR/USD by the hour, 2017 to 2018.
"""

import csv
import gzip
import io
import pathlib
import zipfile

from .console import run_logged
from .layout import PROJECT

PACKAGES = ["bokeh_sampledata==2026.1", "backtesting==0.6.6"]
DAILY_SYMBOLS = ["AAPL", "FB", "GOOG", "IBM", "MSFT"]


def prepare() -> pathlib.Path:
    """The folder with daily/<SYMBOL>.csv and hourly/EUR-USD.csv; the texts of the numbers are those of the source."""
    folder = PROJECT / ".local" / "cache" / "market-data"
    complete = folder / ".complete"
    if complete.exists() and complete.read_text() == repr(PACKAGES):
        return folder
    wheels = folder / "wheels"
    run_logged(["/usr/bin/python3", "-m", "pip", "download", "-q", "--no-deps", "--dest", wheels, *PACKAGES],
               PROJECT / ".local" / "log" / "market-data.log", "Downloading the recorded prices with pip")
    stocks = next(wheels.glob("bokeh_sampledata-*.whl"))
    with zipfile.ZipFile(stocks) as wheel:
        _write_daily(gzip.decompress(wheel.read("bokeh_sampledata/_data/stocks.csv.gz")).decode(), folder / "daily")
    forex = next(wheels.glob("backtesting-*.whl"))
    with zipfile.ZipFile(forex) as wheel:
        _write_hourly(wheel.read("backtesting/test/EURUSD.csv").decode(), folder / "hourly" / "EUR-USD.csv")
    complete.write_text(repr(PACKAGES))
    return folder


def _write_daily(text: str, folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    for symbol in DAILY_SYMBOLS:
        with open(folder / f"{symbol}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["date", "open", "high", "low", "close", "volume"])
            writer.writerows([r["Date"], r["Open"], r["High"], r["Low"], r["Close"], r["Volume"]]
                             for r in rows if r["Ticker"] == symbol)


def _write_hourly(text: str, path: pathlib.Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "open", "high", "low", "close", "volume"])
        for row in csv.reader(io.StringIO(text)):
            if row[1] != "Open":
                writer.writerow([row[0].replace(" ", "T") + "Z", *row[1:6]])
