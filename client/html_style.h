// How HTML of this program speaks: the words of charts in its language.
#ifndef PROGNOS_CLIENT_HTML_STYLE_H_
#define PROGNOS_CLIENT_HTML_STYLE_H_

#include "client/texts.h"
#include "forecast/documents/html.h"

namespace prognos::client {

documents::HtmlStyle HtmlStyleIn(const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_HTML_STYLE_H_
