#include "forecast/outlook/canonical_input.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"

namespace prognos::outlook {
namespace {

// Zigzag: small absolute values are small numbers.
uint64_t Folded(int64_t value) { return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63); }
int64_t Unfolded(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

// A double holds every whole number up to this exactly.
constexpr double kMostWhole = 9007199254740992.0;

bool IsWhole(const MonthlySeries& series) {
  for (const double value : series.values) {
    if (!std::isnan(value) && !(std::abs(value) <= kMostWhole && std::trunc(value) == value)) return false;
  }
  return true;
}

// Writer and Reader have the same functions, so that one description of the input (Describe) serves both.
class Writer {
 public:
  explicit Writer(int form) : form_(form) { Unsigned(static_cast<uint64_t>(form)); }

  int form() const { return form_; }

  void Unsigned(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }

  template <typename Integer>
  void Number(Integer& value) {
    Unsigned(Folded(static_cast<int64_t>(value)));
  }

  void Seed(uint64_t& value) { Unsigned(value); }

  void Flag(bool value) { Unsigned(value ? 1 : 0); }

  void Real(double& value) {
    const double canonical = std::isnan(value) ? kMissing : value;
    char bits[sizeof canonical];
    std::memcpy(bits, &canonical, sizeof bits);
    bytes_.append(bits, sizeof bits);
  }

  void Text(std::string& text) {
    Unsigned(text.size());
    bytes_.append(text);
  }

  void MonthOf(Month& month) { Unsigned(static_cast<uint64_t>(month.index())); }

  void OptionalMonth(std::optional<Month>& month) {
    Flag(month.has_value());
    if (month.has_value()) MonthOf(*month);
  }

  template <typename Item, typename Each>
  void List(std::vector<Item>& items, Each each) {
    Unsigned(items.size());
    for (Item& item : items) each(item);
  }

  // Whole values, as amounts are, as numbers, 0 for a missing one; others bit by bit.
  void Values(MonthlySeries& series) {
    Unsigned(static_cast<uint64_t>(series.size()));
    if (series.empty()) return;
    MonthOf(series.first);
    const bool whole = IsWhole(series);
    Unsigned(whole ? 1 : 0);
    for (double& value : series.values) {
      if (!whole) {
        Real(value);
      } else {
        Unsigned(std::isnan(value) ? 0 : Folded(static_cast<int64_t>(value)) + 1);
      }
    }
  }

  std::string TakeBytes() { return std::move(bytes_); }

 private:
  int form_;
  std::string bytes_;
};

// After the first fault everything reads as nothing.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {
    form_ = static_cast<int>(Unsigned());
    if (form_ < kCanonicalForm || form_ > kFormWithDrivers) Fail();
  }

  int form() const { return form_; }

  bool ReadAll() const { return ok_ && rest_.empty(); }

  uint64_t Unsigned() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const absl::string_view byte = Take(1);
      if (!ok_) return 0;
      const uint64_t bits = static_cast<unsigned char>(byte[0]);
      value |= (bits & 0x7f) << shift;
      if (bits < 0x80) return value;
    }
    return Fail();
  }

  template <typename Integer>
  void Number(Integer& value) {
    value = static_cast<Integer>(Unfolded(Unsigned()));
  }

  void Seed(uint64_t& value) { value = Unsigned(); }

  void Flag(bool& value) { value = Unsigned() == 1; }

  void Real(double& value) {
    const absl::string_view bits = Take(sizeof value);
    if (ok_) std::memcpy(&value, bits.data(), sizeof value);
  }

  void Text(std::string& text) { text = std::string(Take(Unsigned())); }

  void MonthOf(Month& month) {
    const uint64_t index = Unsigned();
    if (index > static_cast<uint64_t>(Month::kLastYear) * kMonthsPerYear + 11) {
      Fail();
    } else {
      month = Month::FromIndex(static_cast<int>(index));
    }
  }

  void OptionalMonth(std::optional<Month>& month) {
    bool has_value = false;
    Flag(has_value);
    if (has_value) MonthOf(month.emplace());
  }

  template <typename Item, typename Each>
  void List(std::vector<Item>& items, Each each) {
    const uint64_t count = Count();
    for (uint64_t i = 0; ok_ && i < count; ++i) each(items.emplace_back());
  }

  void Values(MonthlySeries& series) {
    const uint64_t count = Count();
    if (count == 0) return;
    MonthOf(series.first);
    const bool whole = Unsigned() == 1;
    series.values = Vector::Constant(static_cast<Eigen::Index>(count), kMissing);
    for (double& value : series.values) {
      if (!whole) {
        Real(value);
      } else if (const uint64_t number = Unsigned(); number > 0) {
        value = static_cast<double>(Unfolded(number - 1));
      }
    }
  }

 private:
  uint64_t Fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  absl::string_view Take(uint64_t size) {
    if (size > rest_.size()) Fail();
    const absl::string_view taken = rest_.substr(0, ok_ ? size : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // Of things that take at least a byte each, so that damaged bytes do not ask for more memory than there are bytes.
  uint64_t Count() {
    const uint64_t count = Unsigned();
    return count > rest_.size() ? Fail() : count;
  }

  absl::string_view rest_;
  int form_ = 0;
  bool ok_ = true;
};

// More than any day of a ledger is away from 1970; damaged bytes may hold anything.
constexpr int64_t kMostDays = 1'000'000;

template <typename Archive>
void DescribeDay(Archive& archive, absl::CivilDay& day) {
  const absl::CivilDay first;  // 1970-01-01.
  int64_t days = day - first;
  archive.Number(days);
  day = first + std::clamp(days, -kMostDays, kMostDays);
}

template <typename Archive>
void DescribeStay(Archive& archive, std::optional<cases::Stay>& stay) {
  bool is_one = stay.has_value();
  archive.Number(is_one);
  if (!is_one) return;
  if (!stay.has_value()) stay.emplace();
  auto& [first_day, last_day, within_days, reference, cannot_end] = *stay;
  DescribeDay(archive, first_day);
  bool has_last = last_day.has_value();
  archive.Number(has_last);
  if (has_last && !last_day.has_value()) last_day.emplace();
  if (has_last) DescribeDay(archive, *last_day);
  archive.Number(within_days);
  archive.Text(reference);
  if (archive.form() >= kFormWithEndless) archive.Number(cannot_end);
}

template <typename Archive>
void DescribeEffect(Archive& archive, cases::KnownEffect& effect) {
  auto& [first, last, factor, amount, known_from, known_until, probability, event, stay] = effect;
  archive.MonthOf(first);
  archive.MonthOf(last);
  archive.Real(factor);
  archive.Real(amount);
  archive.MonthOf(known_from);
  if (archive.form() < kFormWithEvents) return;
  archive.MonthOf(known_until);
  archive.Real(probability);
  archive.Text(event);
  if (archive.form() >= kFormWithStays) DescribeStay(archive, stay);
}

template <typename Archive>
void DescribeGrowth(Archive& archive, std::optional<models::ExpectedGrowth>& growth) {
  bool is_known = growth.has_value();
  archive.Number(is_known);
  if (!is_known) return;
  if (!growth.has_value()) growth.emplace();
  auto& [expected, own_error, pool_error, chance, freedom] = *growth;
  for (double* number : {&expected, &own_error, &pool_error, &chance, &freedom}) archive.Real(*number);
}

template <typename Archive>
void DescribeSeries(Archive& archive, SeriesInput& series) {
  auto& [id, history, budget, flow, effects, told_by_type_since, unfinished] = static_cast<cases::SeriesFacts&>(series);
  archive.Text(id);
  archive.Values(history);
  archive.Values(budget);
  archive.Number(flow);
  archive.List(effects, [&](cases::KnownEffect& effect) { DescribeEffect(archive, effect); });
  archive.Number(series.activity);
  if (archive.form() < kFormWithTypes) return;
  archive.Number(series.type);
  archive.OptionalMonth(told_by_type_since);
  if (archive.form() < kFormWithUnfinished) return;
  archive.List(unfinished, [&](cases::UnfinishedMonth& one) {
    auto& [month, state, booked, growth] = one;
    archive.MonthOf(month);
    archive.Number(state);
    archive.Real(booked);
    if (archive.form() >= kFormWithFilling) DescribeGrowth(archive, growth);
  });
}

template <typename Archive>
void DescribeDriver(Archive& archive, DriverInput& driver) {
  auto& [link, unit, planned] = driver;
  auto& [series, drives, kind, refund] = link;
  archive.Number(series);
  archive.Number(drives);
  archive.Number(kind);
  auto& [rates, bookings] = refund;
  archive.List(rates, [&](models::RefundRate& rate) {
    auto& [first, amount] = rate;
    archive.MonthOf(first);
    archive.Real(amount);
  });
  archive.List(bookings, [&](models::RefundBooking& booking) {
    auto& [first, months] = booking;
    archive.MonthOf(first);
    archive.Number(months);
  });
  archive.Text(unit);
  archive.Values(planned);
}

// An input without what the later form tells has the bytes that it had before there was one.
int FormOf(const OutlookInput& input) {
  if (!input.drivers.empty()) return kFormWithDrivers;
  for (const SeriesInput& series : input.series) {
    if (absl::c_any_of(series.effects, [](const auto& one) { return one.stay.has_value() && one.stay->cannot_end; })) {
      return kFormWithEndless;
    }
  }
  for (const SeriesInput& series : input.series) {
    if (absl::c_any_of(series.unfinished, [](const auto& month) { return month.growth.has_value(); })) {
      return kFormWithFilling;
    }
  }
  if (absl::c_any_of(input.series, [](const SeriesInput& series) { return !series.unfinished.empty(); })) {
    return kFormWithUnfinished;
  }
  for (const SeriesInput& series : input.series) {
    if (absl::c_any_of(series.effects, [](const auto& effect) { return effect.stay.has_value(); })) {
      return kFormWithStays;
    }
  }
  if (!input.types.empty()) return kFormWithTypes;
  if (absl::c_any_of(input.activities, [](const ActivityNode& activity) { return activity.own_frame; })) {
    return kFormWithFrames;
  }
  for (const SeriesInput& series : input.series) {
    for (const cases::KnownEffect& effect : series.effects) {
      const cases::KnownEffect plain = {.first = effect.first, .last = effect.last};
      if (effect.known_until != plain.known_until || effect.probability != 1.0 || !effect.event.empty()) {
        return kFormWithEvents;
      }
    }
  }
  return kCanonicalForm;
}

// Each struct is taken apart by name: one that gets a new field does not compile until the field is described here.
template <typename Archive>
void Describe(Archive& archive, OutlookInput& input) {
  auto& [year, last_known_month, activities, series, options, types, drivers] = input;
  archive.Number(year);
  archive.Number(last_known_month);
  archive.List(activities, [&](ActivityNode& node) {
    auto& [id, parent, own_frame] = node;
    archive.Text(id);
    archive.Number(parent);
    if (archive.form() >= kFormWithFrames) archive.Flag(own_frame);
  });
  archive.List(series, [&](SeriesInput& one) { DescribeSeries(archive, one); });
  auto& [model, path_count, seed, threads] = options;
  static_cast<void>(threads);
  archive.Text(model);
  archive.Number(path_count);
  archive.Seed(seed);
  if (archive.form() >= kFormWithTypes) archive.List(types, [&](std::string& type) { archive.Text(type); });
  if (archive.form() < kFormWithDrivers) return;
  archive.List(drivers, [&](DriverInput& driver) { DescribeDriver(archive, driver); });
}

}  // namespace

std::string ToBytes(const OutlookInput& input) {
  Writer writer(FormOf(input));
  OutlookInput copy = input;  // Describe serves the reader too, so it takes what can be changed.
  Describe(writer, copy);
  return writer.TakeBytes();
}

absl::StatusOr<OutlookInput> FromBytes(absl::string_view bytes) {
  Reader reader(bytes);
  OutlookInput input;
  Describe(reader, input);
  if (!reader.ReadAll()) return absl::DataLossError("the inputs of a forecast cannot be read");
  return input;
}

}  // namespace prognos::outlook
