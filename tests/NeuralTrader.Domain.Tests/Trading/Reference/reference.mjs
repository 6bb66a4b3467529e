// Values of npm packages for bars.csv. Run where they are installed: node reference.mjs FOLDER
import { createRequire } from 'node:module'; import fs from 'node:fs';
const require = createRequire(process.cwd() + '/x.js');
const dir = process.argv[2];
const rows = fs.readFileSync(dir + '/bars.csv', 'utf8').trim().split('\n').slice(1).map(l => l.split(','));
const col = k => rows.map(r => +r[k]); const open = col(1), high = col(2), low = col(3), close = col(4), volume = col(5); const n = rows.length;
const pad = a => { a = Array.from(a); return [...Array(n - a.length).fill(NaN), ...a]; };
const write = (file, cols) => { const names = Object.keys(cols); fs.writeFileSync(dir + '/' + file, names.join(',') + '\n' + rows.map((_, i) => names.map(k => { const v = cols[k][i]; return v === undefined || v === null || !Number.isFinite(+v) ? '' : String(+v); }).join(',')).join('\n') + '\n'); };
const ti = require('technicalindicators'); const hlc = { high, low, close };
const pick = (a, k) => pad(a.map(x => x[k] ?? NaN));
{
  const macd = ti.MACD.calculate({ values: close, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false });
  const bb = ti.BollingerBands.calculate({ period: 20, stdDev: 2, values: close }); const adx = ti.ADX.calculate({ ...hlc, period: 14 });
  const st = ti.Stochastic.calculate({ ...hlc, period: 14, signalPeriod: 3 }); const kc = ti.KeltnerChannels.calculate({ ...hlc, maPeriod: 20, atrPeriod: 10, multiplier: 2, useSMA: false });
  const ich = ti.IchimokuCloud.calculate({ high, low, conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26 });
  write('technicalindicators.csv', { sma: pad(ti.SMA.calculate({ period: 20, values: close })), ema: pad(ti.EMA.calculate({ period: 20, values: close })), wma: pad(ti.WMA.calculate({ period: 20, values: close })),
    rsi: pad(ti.RSI.calculate({ period: 14, values: close })), macd: pick(macd, 'MACD'), macdSignal: pick(macd, 'signal'), macdHistogram: pick(macd, 'histogram'),
    bollingerUpper: pick(bb, 'upper'), bollingerMiddle: pick(bb, 'middle'), bollingerLower: pick(bb, 'lower'), atr: pad(ti.ATR.calculate({ ...hlc, period: 14 })),
    adx: pick(adx, 'adx'), adxPlusDi: pick(adx, 'pdi'), adxMinusDi: pick(adx, 'mdi'), stochasticRaw: pick(st, 'k'), stochasticK: pick(st, 'd'), cci: pad(ti.CCI.calculate({ ...hlc, period: 20 })),
    obv: pad(ti.OBV.calculate({ close, volume })), mfi: pad(ti.MFI.calculate({ ...hlc, volume, period: 14 })), williamsR: pad(ti.WilliamsR.calculate({ ...hlc, period: 14 })), roc: pad(ti.ROC.calculate({ values: close, period: 10 })),
    vwap: pad(ti.VWAP.calculate({ ...hlc, volume })), keltnerUpper: pick(kc, 'upper'), keltnerMiddle: pick(kc, 'middle'), keltnerLower: pick(kc, 'lower'),
    tenkan: pick(ich, 'conversion'), kijun: pick(ich, 'base'), spanA: pick(ich, 'spanA'), spanB: pick(ich, 'spanB') });
}
{
  const oak = await import(require.resolve('oakscriptjs').replace('index.cjs', 'index.mjs')); const ta = oak.taCore ?? oak.ta_core ?? oak.ta;
  const [line, dir_] = ta.supertrend(3, 10, high, low, close); const ich = ta.ichimoku(9, 26, 52, 26, high, low, close); const tp = close.map((c, i) => (high[i] + low[i] + c) / 3);
  write('oakscriptjs.csv', { supertrend: line, direction: line.map((x, i) => Number.isFinite(x) ? -dir_[i] : NaN), tenkan: ich[0], kijun: ich[1], senkouA: ich[2], senkouB: ich[3], vwap: ta.vwap(tp, volume) });
}
{
  globalThis.fetch = undefined; const t = require('talib-web'); await t.init(require.resolve('talib-web/lib/talib.wasm'));
  const P = { high, low, close }, c = { inReal: close }; const out = (r, lookback, k = 'output') => pad(Array.from(r[k]).slice(0, n - lookback));
  const macd = t.MACD({ ...c, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 });
  write('talib.csv', { sma: out(t.SMA({ ...c, timePeriod: 20 }), 19), ema: out(t.EMA({ ...c, timePeriod: 20 }), 19), wma: out(t.WMA({ ...c, timePeriod: 20 }), 19), rsi: out(t.RSI({ ...c, timePeriod: 14 }), 14),
    macd: out(macd, 33, 'MACD'), macdSignal: out(macd, 33, 'MACDSignal'), atr: out(t.ATR({ ...P, timePeriod: 14 }), 14),
    adx: out(t.ADX({ ...P, timePeriod: 14 }), 27), adxPlusDi: out(t.PLUS_DI({ ...P, timePeriod: 14 }), 14), adxMinusDi: out(t.MINUS_DI({ ...P, timePeriod: 14 }), 14),
    cci: out(t.CCI({ ...P, timePeriod: 20 }), 19), obv: out(t.OBV({ ...c, volume }), 0), mfi: out(t.MFI({ ...P, volume, timePeriod: 14 }), 14),
    williamsR: out(t.WILLR({ ...P, timePeriod: 14 }), 13), roc: out(t.ROC({ ...c, timePeriod: 10 }), 10) });
}
