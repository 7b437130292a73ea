# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the tidy table of a study with base R alone.
#
#   Rscript docs/examples/study.R results/platser/summary.csv
path <- commandArgs(trailingOnly = TRUE)[1]
limit <- 5 # överbeläggningar per 100 disponibla vårdplatser
tidy <- read.csv(path, encoding = "UTF-8")
over <- subset(tidy, metric == "overbelaggningar_per_100" & scope == "unit")
good <- subset(over, ci_high <= limit)
fewest <- tapply(good$platser, good$inflode, min)
cat("Fewest beds with at most", limit, "per 100 (95 %)\n")
for (inflow in sort(unique(over$inflode))) {
  beds <- fewest[as.character(inflow)]
  cat("  inflow x ", inflow, ": ", ifelse(is.na(beds), "none of those tried", beds), "\n", sep = "")
}
