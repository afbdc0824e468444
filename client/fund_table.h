// Grants, projects and investments of a year in print.
#ifndef PROGNOS_CLIENT_FUND_TABLE_H_
#define PROGNOS_CLIENT_FUND_TABLE_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

// One row for each fund, in tkr, and their sum; amounts are rounded so that each column adds up. Of grants: granted,
// used, left, forecast, ends. Of projects: budget, used, forecast, deviation, years. Of investments: total budget, used
// last year, budget of the year with what was carried over to it, used, left, forecast, carried over, and a second
// table of what is planned: budgets of the years ahead, depreciation and interest. Under the table stands why a
// forecast is not what the pace says, and what people say.
documents::Document FundDocument(const v1::ListFundsResponse& funds, v1::FundKind kind, int year, const Texts& texts);

// What ImportFollowUpTable reads again: one row for each fund, in kronor.
documents::Table FundCsv(const v1::ListFundsResponse& funds, v1::FundKind kind, int year, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FUND_TABLE_H_
