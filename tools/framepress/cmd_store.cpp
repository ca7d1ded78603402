// framepress store stat|gc|verify
#include <fmt/format.h>

#include "tools/framepress/pressing.hpp"

namespace fp::cli {
namespace {

int run(const Context& context, const std::string& what) {
  auto store = chosen_store(context);
  if (!store) return report(context, store.error());
  if (!*store)
    return report(context, {{.fault = Fault::usage, .message = "there is no store", .hint = "name one: --store DIR"}});
  const auto limit = store_limit(context);
  if (!limit) return report(context, limit.error());
  const auto found = what == "gc" ? trim(**store, *limit) : what == "verify" ? verify(**store) : contents(**store);
  if (!found) return report(context, found.error());
  if (context.common.json) {
    Json j = Json::object();
    j.set("folder", Json::of((*store)->folder.string()));
    j.set("entries", Json::of(static_cast<int64_t>(found->entries)));
    j.set("bytes", Json::of(static_cast<int64_t>(found->bytes)));
    j.set("removed", Json::of(static_cast<int64_t>(found->removed + found->bad)));
    return print_json(context, j, kOk);
  }
  std::string text =
      fmt::format("{}: {} segments, {}", (*store)->folder.string(), found->entries, in_bytes(found->bytes));
  if (what == "gc") text += fmt::format("; {} removed", found->removed);
  if (what == "verify") text += fmt::format("; {} were not whole and are removed", found->bad);
  const auto printed = print(text + "\n");
  return printed ? kOk : report(context, printed.error());
}

}  // namespace

void add_store(CLI::App& app, Context& context) {
  auto what = std::make_shared<std::string>();
  CLI::App* command = add_command(
      app, context, "store",
      "The store of encoded segments: how large it is, remove what was not used for longest, check every entry",
      "  framepress store stat\n  framepress store gc --store-size 5G\n  framepress store verify --store "
      "/mnt/press/store",
      {.store = true}, [&context, what] { return run(context, *what); });
  add_options(*command, {{.names = "WHAT",
                          .into = what.get(),
                          .help = "stat, gc or verify",
                          .required = true,
                          .choices = {"stat", "gc", "verify"}}});
}

}  // namespace fp::cli
