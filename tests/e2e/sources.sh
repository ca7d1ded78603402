#!/usr/bin/env bash
# Data sources: the same frames from a file, a database and a snapshot; age; what is wrong is said, and nothing is written.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cat >t/prices.csv <<'CSV'
symbol,day,price
AA,Jan 1 2024,10
BB,Jan 1 2024,40
AA,Feb 1 2024,30
BB,Feb 1 2024,20
AA,Mar 1 2024,25
CSV
cat >t/bars.json <<'JSON'
{
  "framepress": 1,
  "canvas": { "size": [160, 90], "fps": "10", "duration": "1s", "background": "#203040" },
  "params": { "symbol": { "type": "text", "default": "AA" }, "least": { "type": "number", "default": 0 } },
  "data": {
    "prices": {
      "file": "prices.csv",
      "columns": { "symbol": "text", "day": { "type": "date", "pattern": "MMM d yyyy" }, "price": { "type": "number", "min": 0 } },
      "transform": [
        { "filter": "symbol == :symbol && price >= :least" },
        { "sort": "day" },
        { "window": { "change": "change(price)" } }
      ],
      "as_of": "max(day)",
      "max_age": "7d"
    }
  },
  "layers": [
    { "type": "shape", "shape": "rect", "fill": "#ff8040", "anchor": [0, 0], "size": ["=item.price * 4", 20],
      "position": [10, "=10 + index * 25"], "repeat": { "over": "=prices", "as": "item" } }
  ]
}
JSON
fresh=(--now 2024-03-05)
hash_of() { "$FRAMEPRESS" hash "$@" --quiet --device cpu 2>err | tail -1 | sed 's/.*, *//'; }

# A file, a snapshot of it and a database give the same frames.
want=$(hash_of t/bars.json "${fresh[@]}" --snapshot kept)
[ -n "$want" ] || { fault "no frames"; cat err; }
[ "$(hash_of t/bars.json "${fresh[@]}" --set symbol=BB)" != "$want" ] || fault "the parameter changes nothing"
kept=$(ls kept/*.snapshot.jsonl)
[ "$(sha256sum <"$kept" | cut -d' ' -f1)" = "$(basename "$kept" .snapshot.jsonl | cut -d- -f2)" ] || fault "the snapshot is not named by its hash"
equal() { [ "$2" = "$3" ] || fault "$1: $2 instead of $3"; }
equal "from the snapshot" "$(hash_of t/bars.json "${fresh[@]}" --source prices="$kept")" "$want"
equal "from standard input" "$(hash_of t/bars.json "${fresh[@]}" --source prices=- <t/prices.csv)" "$want"
sqlite3 t/shop.db "create table p(symbol text, day text, price real);
  insert into p values ('AA','2024-01-01',10),('BB','2024-01-01',40),('AA','2024-02-01',30),('BB','2024-02-01',20),('AA','2024-03-01',25)"
sed 's|"file": "prices.csv"|"sqlite": "shop.db", "query": "select symbol, day, price from p where symbol = :symbol"|; s|, "pattern": "MMM d yyyy"||' t/bars.json >t/db.json
equal "from the database" "$(hash_of t/db.json "${fresh[@]}")" "$want"

# Old data fails, or warns where the template says so.
expect 3 still t/bars.json --at 0f -o old.png --device cpu --now 2024-03-09
says "bars.json:6:15: the data is of 2024-03-01, 8 days old; at most 7 days are allowed (/data/prices)"
[ -e old.png ] && fault "stale data was rendered"
sed 's|"max_age": "7d"|"max_age": "7d", "stale": "warn"|' t/bars.json >t/warn.json
expect 0 still t/warn.json --at 0f -o old.png --device cpu --now 2024-03-09
says "warning: t/warn.json:6:15: the data is of 2024-03-01, 8 days old"

# Rows from the database, a video each; the manifest holds what was shown, so that the database may go.
expect 0 batch t/db.json --data t/shop.db --query 'select distinct symbol from p order by symbol' -o 'made/{symbol}.mp4' --device cpu --now 2024-02-05
equal "videos" "$(ls made/*.mp4 | xargs -n1 basename | tr '\n' ' ')" "AA.mp4 BB.mp4 "
equal "the data's age" "$("$JSON" /data/prices/as_of <made/AA.manifest.json)" 2024-03-01
equal "the last price" "$("$JSON" /row/values/prices/2/price <made/AA.manifest.json)" 25
mv t/shop.db shop.gone
expect 0 verify made/AA.manifest.json made/BB.manifest.json --device cpu
expect 4 still t/db.json --at 0f -o no.png --device cpu --now 2024-02-05
says "db.json:6:15"
mv shop.gone t/shop.db

# Last month's batch again, from what was kept then: each row finds the answer to its own question.
printf 'symbol\nAA\nBB\n' >rows.csv
again() { "$FRAMEPRESS" batch t/db.json --data rows.csv -o "$1/{symbol}.mp4" --device cpu --now 2024-02-05 --quiet "${@:2}" 2>>err || fault "batch to $1 failed: $(tail -3 err)"; }
again first --snapshot month
mv t/shop.db shop.gone
again second --source prices=month
for video in AA BB; do same "first/$video.mp4" "second/$video.mp4"; done
expect 2 batch t/db.json --data rows.csv -o 'no/{symbol}.mp4' --device cpu --now 2024-02-05 --source prices="$(ls month/* | head -1)"
says "another question"
expect 2 batch t/db.json --data rows.csv -o 'no/{symbol}.mp4' --device cpu --now 2024-02-05 --source prices=t/prices.csv
says "rows ask the source for different things"
nothing no
mv shop.gone t/shop.db

# One price changes: only the video that shows it is pressed again.
cp made/AA.mp4 AA.before; cp made/BB.mp4 BB.before
sqlite3 t/shop.db "update p set price = 22 where symbol = 'BB' and day = '2024-01-01'"
expect 0 batch t/db.json --data t/shop.db --query 'select distinct symbol from p order by symbol' -o 'made/{symbol}.mp4' --device cpu --now 2024-02-05 --resume --json
json /videos/0/kept true
json /videos/1/kept false
same made/AA.mp4 AA.before
cmp -s made/BB.mp4 BB.before && fault "the changed price is not shown"

# What is wrong has its place, and nothing is written.
wrong() {  # wrong SED CODE MESSAGE: the template with a change
  sed "$1" t/bars.json >t/wrong.json
  cmp -s t/wrong.json t/bars.json && fault "nothing was changed by $1"
  expect "$2" still t/wrong.json --at 0f -o no.png --device cpu "${fresh[@]}"
  says "$3"
  [ -e no.png ] && fault "something was written"
}
wrong 's|"symbol == :symbol|"symbl == :symbol|' 3 'wrong.json:10:22: there is no column "symbl" (/data/prices/transform/0/filter)'
wrong 's|:least"|:lesat"|' 3 'did you mean "least"?'
wrong 's|"price": { "type": "number"|"cost": { "type": "number"|' 3 'there is no column "price"'
wrong 's|"MMM d yyyy"|"yyyy-MM-dd"|' 3 't/prices.csv:2:4: day is "Jan 1 2024"; expected a date written as yyyy-MM-dd (day)'
wrong 's|"min": 0|"min": 20|' 3 't/prices.csv:2:15: price is "10"; expected a number of at least 20 (price)'
wrong 's|"prices.csv"|"../prices.csv"|' 4 'is refused'
wrong 's|"prices.csv"|"none.csv"|' 4 'does not exist'
wrong 's|{ "sort": "day" }|{ "sort": "day", "size": 1 }|' 3 'unknown key "size"'
wrong 's|"=item.price \* 4"|"=item.prize * 4"|' 3 'prize'
expect 2 still t/bars.json --at 0f -o no.png --source price=x.csv --device cpu
says 'the template has no data source of that name'
expect 2 still t/bars.json --at 0f -o no.png --set prices=1 --device cpu
says 'the template has no param of that name'
expect 3 batch t/db.json --data t/shop.db --query 'delete from p' -o 'made2/{symbol}.mp4' --device cpu "${fresh[@]}"
equal "rows left" "$(sqlite3 t/shop.db 'select count(*) from p')" 5
expect 4 batch t/db.json --data '$FRAMEPRESS_NO_SUCH_URI' --query 'select 1' -o 'made2/{symbol}.mp4' --device cpu
says 'the environment variable FRAMEPRESS_NO_SUCH_URI is not set'
nothing made2
finish
