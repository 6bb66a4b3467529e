# Values of R package TTR for bars.csv. Run in this folder: Rscript reference.R
library(TTR); b <- read.csv("bars.csv"); hlc <- as.matrix(b[,c("high","low","close")]); colnames(hlc) <- c("High","Low","Close"); cl <- b$close; v <- b$volume
tp <- rowMeans(hlc); m <- MACD(cl,12,26,9,maType="EMA",percent=FALSE); bb <- BBands(cl,20,sd=2); a <- ADX(hlc,14); s <- stoch(hlc,14,3,3); d <- DonchianChannel(hlc[,1:2],20)
sl <- ATR(hlc,10)[,"atr"]
o <- data.frame(sma=SMA(cl,20), ema=EMA(cl,20), wma=WMA(cl,20), rsi=RSI(cl,14), macd=m[,1], macdSignal=m[,2], bollingerUpper=bb[,"up"], bollingerMiddle=bb[,"mavg"], bollingerLower=bb[,"dn"],
 atr=ATR(hlc,14)[,"atr"], adx=a[,"ADX"], adxPlusDi=a[,"DIp"], adxMinusDi=a[,"DIn"], stochasticRaw=100*s[,"fastK"], stochasticK=100*s[,"fastD"], stochasticD=100*s[,"slowD"],
 cci=CCI(hlc,20), obv=OBV(cl,v), mfi=MFI(hlc,v,14), williamsR=-100*WPR(hlc,14), roc=100*ROC(cl,10,type="discrete"), rollingVwap=VWAP(tp,v,20),
 donchianUpper=d[,"high"], donchianMiddle=d[,"mid"], donchianLower=d[,"low"], keltnerUpper=EMA(cl,20)+2*sl, keltnerLower=EMA(cl,20)-2*sl)
o[] <- lapply(o, function(x) ifelse(is.finite(x), sprintf("%.17g", x), ""))
write.csv(o, "ttr.csv", row.names=FALSE, quote=FALSE)
