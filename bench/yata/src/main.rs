//! Streaming indicators of yata, timed.
//!
//!     yata_bench SERIES ROUNDS [NAME ...]
//!
//! SERIES has the columns open, high, low, close, volume one after another, as doubles. Where yata has a bare method, it
//! is that; an indicator otherwise, whose values are read and whose signals are not. Not here for another meaning: aroon
//! and mfi (a window of one bar less), cmo (plain sums), fisher, keltner, trix (a difference, not a ratio), vidya.

mod report;

use report::Report;
use yata::core::{Candle, Source};
use yata::helpers::MA;
use yata::indicators as ind;
use yata::methods::*;
use yata::prelude::*;

fn read_series(path: &str) -> Vec<Candle> {
    let bytes = std::fs::read(path).expect("the series cannot be read");
    let values: Vec<f64> = bytes
        .chunks_exact(8)
        .map(|b| f64::from_ne_bytes(b.try_into().unwrap()))
        .collect();
    let bars = values.len() / 5;
    (0..bars)
        .map(|i| Candle {
            open: values[i],
            high: values[bars + i],
            low: values[2 * bars + i],
            close: values[3 * bars + i],
            volume: values[4 * bars + i],
        })
        .collect()
}

/// A method of closes with a period.
macro_rules! of_close {
    ($report:expr, $closes:expr, $name:expr, $output:expr, $method:ty, $period:expr) => {
        $report.add(
            $name,
            [($output, 1.0)],
            $closes,
            |first| <$method>::new($period, first).unwrap(),
            |m, x| [m.next(x)],
        )
    };
}

/// An indicator of candles: (output of ours, index of its value, what that is multiplied by).
macro_rules! of_candle {
    ($report:expr, $candles:expr, $name:expr, $config:expr, $(($output:expr, $index:expr, $scale:expr)),+) => {
        $report.add(
            $name,
            [$(($output, $scale)),+],
            $candles,
            |first| $config.init(first).unwrap(),
            |state, candle| {
                let result = state.next(candle);
                [$(result.value($index)),+]
            },
        )
    };
}

fn add_averages(report: &mut Report, closes: &[f64], candles: &[Candle]) {
    of_close!(report, closes, "sma", "sma", SMA, 20);
    of_close!(report, closes, "ema", "ema", EMA, 20);
    of_close!(report, closes, "wma", "wma", WMA, 30);
    of_close!(report, closes, "dema", "dema", DEMA, 30);
    of_close!(report, closes, "tema", "tema", TEMA, 30);
    of_close!(report, closes, "hma", "hma", HMA, 20);
    of_close!(report, closes, "smma", "smma", RMA, 20);
    of_close!(report, closes, "trima(period=29)", "trima", TRIMA, 15);
    let pairs: Vec<(f64, f64)> = candles.iter().map(|candle| (candle.close, candle.volume)).collect();
    report.add(
        "vwma",
        [("vwma", 1.0)],
        &pairs,
        |first| VWMA::new(20, first).unwrap(),
        |m, x| [m.next(x)],
    );
    // The shortest filter that it takes; it is for signals only.
    let kaufman = ind::Kaufman {
        filter_period: 2,
        ..Default::default()
    };
    of_candle!(report, candles, "kama(period=10)", kaufman, ("kama", 0, 1.0));
}

fn add_statistics(report: &mut Report, closes: &[f64]) {
    of_close!(report, closes, "linearreg", "linearreg", LinReg, 14);
    of_close!(report, closes, "max", "max", Highest, 30);
    of_close!(report, closes, "min", "min", Lowest, 30);
    of_close!(report, closes, "sum", "sum", Integral, 30);
    of_close!(report, closes, "mom", "mom", Momentum, 10);
    of_close!(report, closes, "rocp", "rocp", RateOfChange, 10);
    // A sample's deviation: divided by one less than the period.
    of_close!(
        report,
        closes,
        "stddev(period=5,nbdev=1.118033988749895)",
        "stddev",
        StDev,
        5
    );
}

fn add_ranges(report: &mut Report, candles: &[Candle]) {
    report.add(
        "trange",
        [("trange", 1.0)],
        candles,
        |first| TR::new(first).unwrap(),
        |m, x| [m.next(x)],
    );
    report.add(
        "ad",
        [("ad", 1.0)],
        candles,
        |first| ADI::new(0, first).unwrap(),
        |m, x| [m.next(x)],
    );
    report.add(
        "cci",
        [("cci", 1.0 / 0.015)],
        candles,
        |first| CCI::new(14, &first.tp()).unwrap(),
        |m, candle| [m.next(&candle.tp())],
    );
    report.add(
        "heikin_ashi",
        [("close", 1.0), ("open", 1.0), ("high", 1.0), ("low", 1.0)],
        candles,
        |first| HeikinAshi::new((), first).unwrap(),
        |m, candle| {
            let bar = m.next(candle);
            [bar.close, bar.open, bar.high, bar.low]
        },
    );
    // The deviation is a sample's here too.
    let bands = ind::BollingerBands::default();
    of_candle!(
        report,
        candles,
        "bollinger(stddev=2.0519567041703084)",
        bands,
        ("upper", 0, 1.0),
        ("middle", 1, 1.0),
        ("lower", 2, 1.0)
    );
    let donchian = ind::DonchianChannel::default();
    of_candle!(
        report,
        candles,
        "donchian",
        donchian,
        ("lower", 0, 1.0),
        ("middle", 1, 1.0),
        ("upper", 2, 1.0)
    );
    let cloud = ind::IchimokuCloud::default();
    of_candle!(
        report,
        candles,
        "ichimoku",
        cloud,
        ("conversion", 0, 1.0),
        ("base", 1, 1.0),
        ("leading_a", 2, 1.0),
        ("leading_b", 3, 1.0)
    );
    of_candle!(report, candles, "sar", ind::ParabolicSAR::default(), ("sar", 0, 1.0));
}

fn add_oscillators(report: &mut Report, candles: &[Candle]) {
    let rsi = ind::RelativeStrengthIndex {
        ma: MA::RMA(14),
        zone: 0.3,
        source: Source::Close,
    };
    of_candle!(report, candles, "rsi", rsi, ("rsi", 0, 100.0));
    of_candle!(
        report,
        candles,
        "macd",
        ind::MACD::default(),
        ("macd", 0, 1.0),
        ("signal", 1, 1.0)
    );
    of_candle!(
        report,
        candles,
        "adx",
        ind::AverageDirectionalIndex::default(),
        ("adx", 0, 100.0)
    );
    of_candle!(
        report,
        candles,
        "coppock",
        ind::CoppockCurve::default(),
        ("coppock", 0, 100.0)
    );
    let dpo = ind::DetrendedPriceOscillator {
        ma: MA::SMA(20),
        source: Source::Close,
    };
    of_candle!(report, candles, "dpo", dpo, ("dpo", 0, 1.0));
    of_candle!(
        report,
        candles,
        "kst",
        ind::KnowSureThing::default(),
        ("kst", 0, 100.0),
        ("signal", 1, 100.0)
    );
    let stochastic = ind::StochasticOscillator {
        period: 14,
        ma: MA::SMA(3),
        signal: MA::SMA(3),
        zone: 0.2,
    };
    of_candle!(
        report,
        candles,
        "stoch(fastk_period=14)",
        stochastic,
        ("slowk", 0, 100.0),
        ("slowd", 1, 100.0)
    );
    let tsi = ind::TrueStrengthIndex {
        period3: 7,
        ..Default::default()
    };
    of_candle!(report, candles, "tsi", tsi, ("tsi", 0, 100.0), ("signal", 1, 100.0));
}

fn add_volume(report: &mut Report, candles: &[Candle]) {
    of_candle!(
        report,
        candles,
        "cmf",
        ind::ChaikinMoneyFlow::default(),
        ("cmf", 0, 1.0)
    );
    of_candle!(
        report,
        candles,
        "adosc",
        ind::ChaikinOscillator::default(),
        ("adosc", 0, 1.0)
    );
    of_candle!(
        report,
        candles,
        "force_index",
        ind::EldersForceIndex::default(),
        ("force_index", 0, 1.0)
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let candles = read_series(&arguments[1]);
    let closes: Vec<f64> = candles.iter().map(|candle| candle.close).collect();
    let rounds = arguments[2].parse().expect("ROUNDS is a number");
    let mut report = Report {
        rounds,
        only: arguments[3..].to_vec(),
        functions: Vec::new(),
    };
    add_averages(&mut report, &closes, &candles);
    add_statistics(&mut report, &closes);
    add_ranges(&mut report, &candles);
    add_oscillators(&mut report, &candles);
    add_volume(&mut report, &candles);
    report.print();
}
