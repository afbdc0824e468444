// Workbooks for tests, written part by part, so that they may also be what no program would write.
#ifndef PROGNOS_TESTS_FORECAST_INTERCHANGE_WORKBOOK_FILES_H_
#define PROGNOS_TESTS_FORECAST_INTERCHANGE_WORKBOOK_FILES_H_

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace prognos {

using ArchivePart = std::pair<std::string, std::string>;  // A name and its content.

// Files that are much the same nothing.
struct Ballast {
  int files = 0;
  std::size_t bytes = 0;  // Of each.
};

// The bytes of an archive. `password`, unless empty, encrypts it.
inline std::string ZipOf(const std::vector<ArchivePart>& parts, const std::string& password = "",
                         const Ballast& ballast = {}) {
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t* const archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : parts) {
    const zip_int64_t at = zip_file_add(
        archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
    if (!password.empty()) {
      zip_file_set_encryption(archive, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256, password.c_str());
    }
  }
  const std::string nothing(ballast.bytes, ' ');
  for (int i = 0; i < ballast.files; ++i) {
    zip_file_add(archive, absl::StrCat("xl/media/", i).c_str(),
                 zip_source_buffer(archive, nothing.data(), nothing.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  std::string bytes;
  zip_source_open(target);
  char piece[4096];
  for (zip_int64_t size; (size = zip_source_read(target, piece, sizeof piece)) > 0;) {
    bytes.append(piece, static_cast<size_t>(size));
  }
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

struct SheetXml {
  std::string name;
  std::string rows;             // "<row r=\"1\"><c r=\"A1\">...</c></row>".
  std::string after = {};       // Merged cells.
  std::string attributes = {};  // state="hidden".
};

// Style 0 is general, 1 a day, 2 per cent, 3 thousands of what the cell holds.
inline std::vector<ArchivePart> XlsxPartsOf(const std::vector<SheetXml>& sheets) {
  constexpr char kMain[] = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  constexpr char kRelations[] = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
  constexpr char kKind[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string list, targets;
  std::vector<ArchivePart> parts;
  for (size_t i = 0; i < sheets.size(); ++i) {
    absl::StrAppend(&list, "<sheet name=\"", sheets[i].name, "\" sheetId=\"", i + 1, "\" r:id=\"rId", i + 1, "\" ",
                    sheets[i].attributes, "/>");
    absl::StrAppend(&targets, "<Relationship Id=\"rId", i + 1, "\" Type=\"", kKind,
                    "/worksheet\" Target=\"worksheets/s", i + 1, ".xml\"/>");
    parts.push_back({absl::StrCat("xl/worksheets/s", i + 1, ".xml"),
                     absl::StrCat("<worksheet ", kMain, "><sheetData>", sheets[i].rows, "</sheetData>", sheets[i].after,
                                  "</worksheet>")});
  }
  absl::StrAppend(&targets, "<Relationship Id=\"st\" Type=\"", kKind, "/styles\" Target=\"styles.xml\"/>");
  parts.push_back({"_rels/.rels", absl::StrCat("<Relationships ", kRelations, "><Relationship Id=\"a\" Type=\"", kKind,
                                               "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")});
  parts.push_back({"xl/workbook.xml", absl::StrCat("<workbook ", kMain, " xmlns:r=\"", kKind, "\"><sheets>", list,
                                                   "</sheets></workbook>")});
  parts.push_back(
      {"xl/_rels/workbook.xml.rels", absl::StrCat("<Relationships ", kRelations, ">", targets, "</Relationships>")});
  parts.push_back({"xl/styles.xml",
                   absl::StrCat("<styleSheet ", kMain, "><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0,\"/>",
                                "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/>",
                                "<xf numFmtId=\"164\"/></cellXfs></styleSheet>")});
  return parts;
}

inline std::string XlsxOf(const std::vector<SheetXml>& sheets) { return ZipOf(XlsxPartsOf(sheets)); }

// A row of cells: of texts as they are, of numbers when they begin with '#', of anything else as XML when they begin
// with '<'. An empty one is left out.
inline std::string RowXml(int line, const std::vector<std::string>& cells) {
  std::string row = absl::StrCat("<row r=\"", line, "\">");
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string at = absl::StrCat(std::string(1, static_cast<char>('A' + i)), line);
    if (cells[i].empty()) continue;
    if (cells[i][0] == '#') {
      absl::StrAppend(&row, "<c r=\"", at, "\"><v>", cells[i].substr(1), "</v></c>");
    } else if (cells[i][0] == '<') {
      absl::StrAppend(&row, "<c r=\"", at, "\"", cells[i].substr(1));
    } else {
      absl::StrAppend(&row, "<c r=\"", at, "\" t=\"inlineStr\"><is><t>", cells[i], "</t></is></c>");
    }
  }
  return row + "</row>";
}

inline std::string OdsOf(const std::string& tables) {
  return ZipOf({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                {"content.xml",
                 absl::StrCat("<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                              "xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                              "xmlns:x=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><o:body><o:spreadsheet>",
                              tables, "</o:spreadsheet></o:body></o:document-content>")}});
}

}  // namespace prognos

#endif  // PROGNOS_TESTS_FORECAST_INTERCHANGE_WORKBOOK_FILES_H_
