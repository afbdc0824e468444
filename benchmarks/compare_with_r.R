# Forecasts every series of a file with one function of R's package forecast, times it, and writes one row:
# name, series, sMAPE, MASE, CPU milliseconds a series. Called by compare-with-r.
#
#   Rscript --vanilla compare_with_r.R series.csv ets
#
# CPU time is fit, mean and the 80 and 95 % intervals. sMAPE and MASE are means over the series, MASE's scale is the
# in-sample mean absolute lag-12 difference, as in `accuracy`.
suppressPackageStartupMessages(library(forecast))

forecast_with <- list(
  ets = function(y, h) forecast(ets(y), h = h, level = c(80, 95)),
  auto.arima = function(y, h) forecast(auto.arima(y), h = h, level = c(80, 95)),
  thetaf = function(y, h) thetaf(y, h = h, level = c(80, 95)),
  stlf = function(y, h) stlf(y, h = h, level = c(80, 95)))

score <- function(series, method) {
  history <- series$value[series$part == "history"]
  future <- series$value[series$part == "future"]
  first <- as.integer(strsplit(series$month[1], "-")[[1]])
  y <- ts(history, start = first, frequency = 12)
  started <- proc.time()
  mean <- as.numeric(method(y, length(future))$mean)
  used <- sum((proc.time() - started)[c("user.self", "sys.self")])
  c(smape = mean(200 * abs(future - mean) / (abs(future) + abs(mean))),
    mase = mean(abs(future - mean)) / mean(abs(diff(history, lag = 12))),
    milliseconds = 1000 * used)
}

arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(arguments[1], colClasses = c(series = "character", month = "character", part = "character"))
method <- forecast_with[[arguments[2]]]
invisible(method(ts(100 + sin(1:60), frequency = 12), 12))  # Loads what the first call loads.
scores <- sapply(split(rows, factor(rows$series, unique(rows$series))), score, method)
means <- rowMeans(scores)
cat(sprintf("%s %d %.3f %.3f %.2f\n", arguments[2], ncol(scores), means["smape"], means["mase"],
            means["milliseconds"]))
