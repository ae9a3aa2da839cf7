# Sourced by ./shouyin test: fast unit tests first, then integration, then browser; one closing line with counts.
# shellcheck shell=bash

# Where TestChromium looks first.
chromium=/usr/bin/chromium

# Chromium and a Chinese font for the browser tests, SoftHSM2 for those of PKCS#11, SWUpdate for those of updates. On Debian as root what is missing is installed;
# elsewhere Playwright brings its browser, and the tests of a missing peer are skipped by name. With CI=true a missing peer is a failure.
install_peers() {
  local missing=()
  if ! { [ -x "$chromium" ] && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; }; then missing+=(chromium fontconfig fonts-noto-cjk); fi
  if ! command -v softhsm2-util >/dev/null; then missing+=(softhsm2); fi
  if ! command -v swupdate >/dev/null; then missing+=(swupdate); fi
  if [ "${#missing[@]}" -gt 0 ] && grep -qsx 'ID=debian' /etc/os-release && [ "$(id -u)" = 0 ]; then
    say "安装测试所需 installing what tests need: ${missing[*]} …"
    local log="$home/target/peers.log"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 \
      || { tail -n 5 "$log" >&2; say "安装没有成功,见 / not installed, see $log"; }
  fi
}

# Playwright's own Chromium, into its own cache, where the system has none. Its command is there once the pages are built.
bring_browser() {
  if [ -x "$chromium" ]; then return; fi
  say "Playwright 下载浏览器… Playwright brings its browser …"
  local log="$home/target/playwright.log"
  node "$home/console/node_modules/playwright-core/cli.js" install chromium >"$log" 2>&1 && return
  tail -n 5 "$log" >&2
  say "没有浏览器:浏览器测试按名称跳过,CI=true 时失败 / no browser: the tests that need one are skipped by name, with CI=true they fail ($log)"
}

# Maven's output, cut down to what a person follows.
progress() {
  awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { sub(/^\[INFO\] Building /, "  · "); print; fflush(); next }
    /Tests run:.*-- in / { sub(/^\[(INFO|WARNING|ERROR)\] +/, "      "); print; fflush(); next }
    /^\[ERROR\]/ { print; fflush() }
  '
}

phase() {
  local title="$1"; shift
  say ""
  say "$title"
  local log="$home/target/test-$((++phases)).log"
  if ! maven "$@" 2>&1 | tee "$log" | progress; then
    say "失败,全部输出在 / failed, the whole output is in $log"
    return 1
  fi
}

# Adds up the reports of surefire, failsafe and vitest.
closing_line() {
  find "$home" -path '*/node_modules' -prune -o \( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml' \) -print0 \
    | xargs -0 -r grep -ho '<testsuite [^>]*>' \
    | awk '
        function attribute(name,   found) {
          if (match($0, " " name "=\"[0-9]+\"")) { found = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", found); return found + 0 }
          return 0
        }
        { tests += attribute("tests"); failed += attribute("failures") + attribute("errors"); skipped += attribute("skipped") }
        END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped; exit failed > 0 || tests == 0 }'
}

run_tests() {
  local started="$SECONDS" phases=0 result=0
  mkdir -p "$home/target"
  install_peers
  find "$home" -path '*/node_modules' -prune -o -type d \( -name surefire-reports -o -name failsafe-reports \) -print0 | xargs -0 -r rm -rf
  rm -f "$home/console/target/console.tested"
  phase "[1/2] 单元测试 / unit tests" package "$@" || result=1
  if [ "$result" = 0 ]; then
    bring_browser
    phase "[2/2] 集成与浏览器测试 / integration and browser tests" verify -Dsurefire.skip=true "$@" || result=1
  fi
  say ""
  say "用时 / took $((SECONDS - started)) s"
  closing_line || result=1
  return "$result"
}
