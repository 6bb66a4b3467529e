# Reference programs in R (TTR, quadprog), one repetition at a time; the protocol is that of server.py.
have <- function(name) suppressWarnings(requireNamespace(name, quietly = TRUE))
read <- function(folder, name) {
  path <- file.path(folder, paste0(name, ".in"))
  readBin(path, "double", n = file.size(path) / 8, endian = "little")
}
cases <- list()
if (have("TTR")) {
  cases$rsi_ttr <- list(read = function(folder) read(folder, "close"), run = function(close) TTR::RSI(close, 14))
  cases$ema_ttr <- list(read = function(folder) read(folder, "close"), run = function(close) TTR::EMA(close, 20))
  cases$macd_ttr <- list(read = function(folder) read(folder, "close"), run = function(close)
    TTR::MACD(close, 12, 26, 9, maType = "EMA", percent = FALSE)[, "macd"])
}
if (have("quadprog")) {
  cases$minvar_quadprog <- list(
    read = function(folder) {
      covariance <- read(folder, "covariance"); n <- sqrt(length(covariance))
      list(covariance = matrix(covariance, n), cap = read(folder, "cap"), n = n)
    },
    run = function(p) quadprog::solve.QP(p$covariance, rep(0, p$n), cbind(1, diag(p$n), -diag(p$n)), c(1, rep(0, p$n), rep(-p$cap, p$n)), meq = 1)$solution)
}
versions <- sapply(Filter(have, c("TTR", "quadprog")), function(name) as.character(utils::packageVersion(name)))
quoted <- function(values) paste0('"', values, '"')
cat(sprintf('{"versions": {%s}, "cases": [%s]}\n', paste0(quoted(names(versions)), ": ", quoted(versions), collapse = ", "), paste0(quoted(names(cases)), collapse = ", ")))
flush(stdout())
input <- file("stdin", "r")
kept <- list()
while (length(line <- readLines(input, n = 1)) > 0) {
  words <- strsplit(line, " ")[[1]]; name <- words[1]; folder <- words[2]
  reply <- tryCatch({
    if (is.null(kept[[line]])) kept <- setNames(list(cases[[name]]$read(folder)), line)
    data <- kept[[line]]
    start <- proc.time()[["elapsed"]]; times <- 0 # the clock ticks in milliseconds: short work is repeated
    repeat {
      answer <- cases[[name]]$run(data); times <- times + 1
      spent <- proc.time()[["elapsed"]] - start
      if (spent > 0.1) break
    }
    writeBin(as.double(answer), file.path(folder, paste0(name, ".bin")), endian = "little")
    sprintf('{"ms": %.6f}', spent / times * 1e3)
  }, error = function(e) sprintf('{"error": "%s"}', gsub('["\\\\]', "'", conditionMessage(e))))
  cat(reply, "\n", sep = ""); flush(stdout())
}
