// What the data tab says and makes of what is typed into it.
#include <gtest/gtest.h>

#include "editor/panels/data.hpp"

namespace fp::panels {
namespace {

TEST(Params, TextBecomesADefaultOfItsType) {
  EXPECT_EQ(default_of({.type = Param::Type::text}, "12")->type, Json::Type::string);
  EXPECT_EQ(default_of({.type = Param::Type::money}, "12.50")->text, "12.50");
  EXPECT_TRUE(default_of({.type = Param::Type::boolean}, "true")->boolean);
  EXPECT_EQ(default_of({.type = Param::Type::list}, R"(["a", "b"])")->items.size(), 2u);
  EXPECT_FALSE(default_of({.type = Param::Type::number}, "many"));
  EXPECT_FALSE(default_of({.type = Param::Type::integer}, "1.5"));
  EXPECT_FALSE(default_of({.type = Param::Type::record}, "[1]"));
}

TEST(Params, AreDescribedInWords) {
  EXPECT_EQ(kind_of({.type = Param::Type::number, .min = 0, .max = 100}), "number, 0 to 100");
  EXPECT_EQ(kind_of({.type = Param::Type::text, .max_length = 20}), "text, at most 20 characters");
  EXPECT_EQ(kind_of({.type = Param::Type::date, .earliest = "2024-01-01"}), "date, from 2024-01-01");
}

TEST(Params, FindTheirFaultAndColumn) {
  const Param param{.name = "spec", .from = "Spec sheet"};
  const Errors errors{{.pointer = "special"}, {.pointer = "spec.w", .message = "wide"}};
  EXPECT_EQ(fault_of(param, errors), &errors[1]);
  EXPECT_EQ(fault_of({.name = "other"}, errors), nullptr);
  const Table table{.columns = {"sku", "Spec sheet"}};
  EXPECT_EQ(column_of(param, &table), "Spec sheet");
  EXPECT_EQ(column_of({.name = "price"}, &table), "");
  EXPECT_EQ(column_of(param, nullptr), "");
}

TEST(Rows, AreKnownByTheirFirstText) {
  Template tpl;
  tpl.params = {{.name = "price", .type = Param::Type::number}, {.name = "name"}};
  Values values{.object = Json::object(), .label = "rows.csv:2"};
  values.object.set("price", Json::of(3.0));
  EXPECT_EQ(name_of_row(tpl, values), "rows.csv:2");
  values.object.set("name", Json::of("Lamp"));
  EXPECT_EQ(name_of_row(tpl, values), "Lamp");
}

}  // namespace
}  // namespace fp::panels
