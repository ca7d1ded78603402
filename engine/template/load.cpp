#include <fmt/format.h>

#include <algorithm>

#include "engine/core/fault_at.hpp"
#include "engine/data/dates.hpp"
#include "engine/template/jsonnet.hpp"
#include "engine/template/references.hpp"
#include "engine/template/slots.hpp"
#include "engine/template/sources.hpp"
#include "engine/template/style.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace {

constexpr size_t kMaxTemplateBytes = 16u << 20, kMaxStyleBytes = 1u << 20;

struct TypeName {
  std::string_view name;
  Param::Type type;
};
constexpr TypeName kTypes[] = {
    {"text", Param::Type::text},         {"number", Param::Type::number}, {"integer", Param::Type::integer},
    {"bool", Param::Type::boolean},      {"color", Param::Type::color},   {"enum", Param::Type::enumeration},
    {"image", Param::Type::image},       {"video", Param::Type::video},   {"audio", Param::Type::audio},
    {"captions", Param::Type::captions}, {"font", Param::Type::font},     {"date", Param::Type::date},
    {"money", Param::Type::money},       {"list", Param::Type::list},     {"record", Param::Type::record}};

// Reads declarations the schema has accepted, and checks what it cannot say.
class ParamReader {
 public:
  ParamReader(const std::string& file, Errors& errors) : file_(file), errors_(errors) {}

  Param read(const std::string& name, const Json& json, const std::string& pointer) {
    Param param;
    param.name = name;
    param.span = json.span;
    const Json* type = json.find("type");
    for (const TypeName& known : kTypes) {
      if (type && type->text == known.name) param.type = known.type;
    }
    if (const Json* value = json.find("required")) param.required = value->boolean;
    if (const Json* value = json.find("default")) param.fallback = *value;
    read_limits(param, json, pointer);
    if (const Json* value = json.find("maxLength"))
      param.max_length = static_cast<int64_t>(std::min(value->number, 1e15));
    if (const Json* value = json.find("from")) param.from = value->text;
    if (const Json* value = json.find("pattern")) param.pattern = value->text;
    if (const Json* value = json.find("currency")) param.currency = value->text;
    if (const Json* value = json.find("description")) param.description = value->text;
    if (const Json* values = json.find("values")) {
      for (const Json& value : values->items) param.choices.push_back(value.text);
    }
    if (const Json* items = json.find("items")) param.fields.push_back(read(name, *items, pointer + "/items"));
    if (const Json* fields = json.find("fields")) {
      for (const Json::Member& field : fields->members) {
        param.fields.push_back(read(field.key, field.value, pointer + "/fields" + child_pointer(field.key)));
      }
    }
    check(param, json, pointer);
    return param;
  }

 private:
  void read_limits(Param& param, const Json& json, const std::string& pointer) {
    for (const bool low : {true, false}) {
      const char* key = low ? "min" : "max";
      const Json* value = json.find(key);
      if (!value) continue;
      if (param.type != Param::Type::date) {
        (low ? param.min : param.max) = value->number;
      } else if (const auto date = parse_iso_date(value->text)) {
        (low ? param.earliest : param.latest) = iso_text(*date);
      } else {
        report(*value, pointer + child_pointer(key), fmt::format("\"{}\" is no date of the calendar", value->text));
      }
    }
  }

  void check(const Param& param, const Json& json, const std::string& pointer) {
    const bool dates = !param.earliest.empty() && !param.latest.empty();
    if ((param.min && param.max && *param.min > *param.max) || (dates && is_after(param.earliest, param.latest))) {
      report(*json.find("min"), pointer + "/min",
             fmt::format("\"min\" is above \"max\" in the parameter \"{}\"", param.name));
    }
    if (param.type == Param::Type::enumeration && param.fallback &&
        std::ranges::find(param.choices, param.fallback->text) == param.choices.end()) {
      const std::string near = closest(param.fallback->text, param.choices);
      report(*json.find("default"), pointer + "/default",
             fmt::format("the default \"{}\" is not one of the values of \"{}\"", param.fallback->text, param.name),
             near.empty() ? fmt::format("one of: {}", fmt::join(param.choices, ", "))
                          : fmt::format("did you mean \"{}\"?", near));
    }
  }

  void report(const Json& at, std::string pointer, std::string message, std::string hint = {}) {
    errors_.push_back(fault_at(file_, at.span, std::move(pointer), std::move(message), std::move(hint)));
  }

  const std::string& file_;
  Errors& errors_;
};

// Names expressions and output names already use for something else.
void check_param_names(const Json& params, const std::string& pointer, const std::string& file, Errors& errors) {
  constexpr std::string_view kTaken[] = {"p", "canvas", "format", "random", "std", "row"};
  for (const Json::Member& member : params.members) {
    if (std::ranges::find(kTaken, member.key) == std::end(kTaken)) continue;
    errors.push_back(fault_at(file, member.key_span, pointer + child_pointer(member.key),
                              fmt::format("the name \"{}\" is taken and cannot name a parameter", member.key),
                              fmt::format("choose another name and say \"from\": \"{}\"", member.key)));
  }
}

// The declarations of the template or of one of its compositions, at `pointer`.
std::vector<Param> read_params(const Json& owner, const std::string& pointer, const std::string& file, Errors& errors) {
  std::vector<Param> params;
  const Json* declared = owner.find("params");
  if (!declared) return params;
  const std::string here = pointer + "/params";
  ParamReader reader(file, errors);
  for (const Json::Member& param : declared->members) {
    params.push_back(reader.read(param.key, param.value, here + child_pointer(param.key)));
  }
  check_param_names(*declared, here, file, errors);
  return params;
}

void append(Errors& errors, Errors more) {
  errors.insert(errors.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Everything of a schema-checked document that is known before a row is bound.
Errors read_document(Template& tpl) {
  Errors errors;
  const Json& document = tpl.document;
  const Json* name = document.find("name");
  tpl.name = name ? name->text : std::filesystem::path(tpl.file).stem().string();
  const Json* locale = document.find("locale");
  tpl.locale = locale ? locale->text : "en-US";
  if (const Json* hyphenation = document.find("hyphenation")) {
    for (const Json::Member& m : hyphenation->members) tpl.hyphenation.push_back({m.key, m.value.text});
  }
  if (const Json* fonts = document.find("fonts")) {
    for (const Json::Member& font : fonts->members) tpl.fonts.push_back({font.key, font.value.text});
  }
  tpl.params = read_params(document, "", tpl.file, errors);
  append(errors, declare_sources(tpl));
  if (const Json* compositions = document.find("compositions")) {
    for (const Json::Member& m : compositions->members) {
      tpl.composition_params[m.key] = read_params(m.value, "/compositions" + child_pointer(m.key), tpl.file, errors);
    }
  }
  append(errors, check_references(document, tpl.file, tpl.fonts, false));
  append(errors, check_ducks(document, tpl.file, nullptr));
  const Json* formats = document.find("formats");
  if (!formats || !errors.empty()) return errors;  // a format would only repeat the faults of the template
  for (const Json::Member& format : formats->members) {
    tpl.formats.push_back(format.key);
    const Result<Json> merged = apply_format(tpl, document, format.key);
    if (!merged) {
      append(errors, merged.error());
      continue;
    }
    append(errors, validate_document(*merged, tpl.file, false));
    append(errors, check_references(*merged, tpl.file, tpl.fonts, false));
    append(errors, check_ducks(*merged, tpl.file, nullptr));
  }
  return errors;
}

// The files that the expressions of a document import: known before any row is, so that they can be hashed.
void read_expression_imports(Template& tpl, const Json& value, const std::string& pointer, Errors& errors) {
  if (value.is_string() && value.text.starts_with('=')) {
    const auto at = [&](const JsonnetImport& import) {
      return fault_at(tpl.file, span_inside(value.span, value.text, import.offset + 1), pointer, {});
    };
    append(errors, read_imports(std::string_view(value.text).substr(1), {}, *tpl.assets, at, tpl.imports));
  }
  for (size_t i = 0; i < value.items.size(); ++i) {
    read_expression_imports(tpl, value.items[i], pointer + child_pointer(i), errors);
  }
  for (const Json::Member& member : value.members) {
    if (pointer.empty() && !holds_expressions(member.key)) continue;
    read_expression_imports(tpl, member.value, pointer + child_pointer(member.key), errors);
  }
}

// The style files that the template or its formats name, read with it so that they can be hashed.
void read_styles(Template& tpl, Errors& errors) {
  for (const Json* named : style_files(tpl.document)) {
    if (tpl.imports.contains(named->text)) continue;
    Result<std::string> text = tpl.assets->read(named->text, kMaxStyleBytes);
    if (!text) {
      Diagnostic d = fault_at(tpl.file, named->span, "/style", text.error()[0].message, text.error()[0].hint);
      d.fault = Fault::missing;
      errors.push_back(std::move(d));
      continue;
    }
    tpl.imports.emplace(named->text, *std::move(text));
    const Result<Style> style = read_style(*named, tpl.imports, tpl.file);
    if (!style) append(errors, style.error());
  }
}

Errors read_jsonnet(Template& tpl) {
  const std::string name = std::filesystem::path(tpl.file).filename().string();
  const auto at = [&](const JsonnetImport& import) {
    return Diagnostic{.file = tpl.file, .line = import.line, .column = import.column};
  };
  Errors errors = read_imports(tpl.source, name, *tpl.assets, at, tpl.imports);
  if (!errors.empty()) return errors;
  Result<Json> document = evaluate_jsonnet_template(tpl.source, tpl.file, tpl.imports);
  if (!document) return std::move(document.error());
  tpl.document = *std::move(document);
  return {};
}

Errors read_json(Template& tpl) {
  Result<Json> document = parse_json(tpl.source, tpl.file, {.max_bytes = kMaxTemplateBytes});
  if (!document) return std::move(document.error());
  tpl.document = *std::move(document);
  return {};
}

Sha256 hash_of(const Template& tpl) {
  if (tpl.imports.empty()) return sha256(tpl.source);
  ByteWriter bytes;
  bytes.put_text(tpl.source);
  for (const auto& [name, text] : tpl.imports) bytes.put_text(name).put_text(text);
  return bytes.sha();
}

}  // namespace

Result<Template> load_template(const std::filesystem::path& file) {
  Result<std::string> source = read_file(file, Fault::missing, kMaxTemplateBytes);
  if (!source) return fail(std::move(source.error()));
  return load_template(file, *std::move(source));
}

Result<Template> load_template(const std::filesystem::path& file, std::string source) {
  Result<AssetRoot> assets = AssetRoot::open(file.parent_path());
  if (!assets) return fail(std::move(assets.error()));

  Template tpl;
  tpl.file = file.string();
  tpl.source = std::move(source);
  tpl.assets = std::make_shared<const AssetRoot>(*std::move(assets));
  tpl.jsonnet = file.extension() == ".jsonnet";
  Errors errors = tpl.jsonnet ? read_jsonnet(tpl) : read_json(tpl);
  if (errors.empty()) errors = validate_document(tpl.document, tpl.file, false);
  if (errors.empty()) errors = read_document(tpl);
  if (errors.empty()) read_expression_imports(tpl, tpl.document, {}, errors);
  if (errors.empty()) read_styles(tpl, errors);
  if (!errors.empty()) return fail(std::move(errors));
  tpl.hash = hash_of(tpl);
  return tpl;
}

}  // namespace fp
