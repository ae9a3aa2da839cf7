package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// The JSON that terminals get: links as HAL has them, numbers of actions as text where the protocol wants text.
@Component
class DdiAnswers {

    private final UpdateActions actions;
    private final Software software;
    private final OfferedFiles offers;
    private final UpdateSettings settings;
    private final InstantSource clock;

    DdiAnswers(UpdateActions actions, Software software, OfferedFiles offers, UpdateSettings settings, InstantSource clock) {
        this.actions = actions;
        this.software = software;
        this.offers = offers;
        this.settings = settings;
        this.clock = clock;
    }

    /// The answer to a poll. At most one link says what is to be done. A closed maintenance window shows none: some clients take `skip` for done.
    Map<String, Object> root(UpdateTarget target) {
        Instant now = clock.instant();
        Map<String, Object> links = new LinkedHashMap<>();
        target.open().ifPresent(action -> {
            switch (action.state()) {
                case WAIT_FOR_CONFIRMATION -> links.put("confirmationBase", confirmationLink(target.terminal(), action, now));
                case CANCELING -> links.put("cancelAction", link(target.terminal(), "/cancelAction/" + action.id()));
                case RUNNING -> {
                    if (action.isShown(now)) {
                        links.put("deploymentBase", link(target.terminal(), "/deploymentBase/" + action.id() + "?c=" + action.cacheKey(now)));
                    }
                }
                case SCHEDULED, FINISHED, ERROR, CANCELED -> throw new IllegalStateException("an action that is " + action.state() + " is not open");
            }
        });
        target.installed().ifPresent(id -> links.put("installedBase", link(target.terminal(), "/installedBase/" + id)));
        if (target.wantsAttributes()) {
            links.put("configData", link(target.terminal(), "/configData"));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("config", Map.of("polling", Map.of("sleep", sleep(target, now))));
        root.put("_links", links);
        return root;
    }

    /// Shorter before a maintenance window, so that no terminal sleeps through its beginning.
    private String sleep(UpdateTarget target, Instant now) {
        Duration sleep = target.open().flatMap(UpdateAction::window).map(window -> window.untilOpen(now)).filter(Duration::isPositive)
                .map(left -> left.dividedBy(3)).filter(third -> third.compareTo(settings.sleep()) < 0)
                .map(third -> third.compareTo(settings.sleepMin()) < 0 ? settings.sleepMin() : third).orElse(settings.sleep());
        return "%02d:%02d:%02d".formatted(sleep.toHours(), sleep.toMinutesPart(), sleep.toSecondsPart());
    }

    /// @param member `deployment`, or `confirmation` before consent
    Map<String, Object> deployment(String member, UpdateAction action, int historyMax) {
        Instant now = clock.instant();
        String download = action.download(now);
        Map<String, Object> deployment = new LinkedHashMap<>();
        deployment.put("download", download);
        deployment.put("update", action.type() == UpdateAction.Type.DOWNLOAD_ONLY ? "skip" : download);
        action.window().ifPresent(window -> deployment.put("maintenanceWindow", window.isOpen(now) ? "available" : "unavailable"));
        deployment.put("chunks", software.release(action.release()).modules().stream().map(module -> chunk(action, module)).toList());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", Long.toString(action.id()));
        body.put(member, deployment);
        if (historyMax > 0) {
            List<String> messages = actions.history(action.id(), historyMax);
            body.put("actionHistory", Map.of("status", action.status().name(), "messages", messages));
        }
        return body;
    }

    private Map<String, Object> chunk(UpdateAction action, SoftwareModule module) {
        Map<String, Object> chunk = new LinkedHashMap<>();
        chunk.put("part", module.part());
        chunk.put("version", module.version());
        chunk.put("name", module.name());
        chunk.put("artifacts", files(action.terminal(), module, action));
        return chunk;
    }

    List<Map<String, Object>> files(TerminalId terminal, SoftwareModule module, UpdateAction action) {
        return offers.of(module, action).stream().map(file -> file(terminal, module, file)).toList();
    }

    private Map<String, Object> file(TerminalId terminal, SoftwareModule module, SoftwareFile file) {
        Map<String, Object> hashes = new LinkedHashMap<>();
        hashes.put("sha1", file.sha1());
        hashes.put("md5", file.md5());
        hashes.put("sha256", file.sha256());
        Map<String, Object> download = link(terminal, "/softwaremodules/" + module.id() + "/artifacts/" + file.name());
        Map<String, Object> md5sum = link(terminal, "/softwaremodules/" + module.id() + "/artifacts/" + file.name() + ".MD5SUM");
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("download", download);
        links.put("download-http", download);                                 // under either name: clients differ
        links.put("md5sum", md5sum);
        links.put("md5sum-http", md5sum);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("filename", file.name());
        answer.put("hashes", hashes);
        answer.put("size", file.sizeBytes());
        answer.put("_links", links);
        return answer;
    }

    Map<String, Object> cancel(UpdateAction action) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", Long.toString(action.id()));
        body.put("cancelAction", Map.of("stopId", Long.toString(action.id())));
        return body;
    }

    Map<String, Object> confirmations(UpdateTarget target) {
        AutoConfirm automatic = target.autoConfirm();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("active", automatic.active());
        automatic.initiator().ifPresent(initiator -> state.put("initiator", initiator));
        automatic.remark().ifPresent(remark -> state.put("remark", remark));
        automatic.at().ifPresent(at -> state.put("activatedAt", at.toEpochMilli()));
        String change = automatic.active() ? "deactivateAutoConfirm" : "activateAutoConfirm";
        Map<String, Object> links = new LinkedHashMap<>();
        links.put(change, link(target.terminal(), "/confirmationBase/" + change));
        target.open().filter(action -> action.state() == UpdateAction.State.WAIT_FOR_CONFIRMATION)
                .ifPresent(action -> links.put("confirmationBase", confirmationLink(target.terminal(), action, clock.instant())));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("autoConfirm", state);
        body.put("_links", links);
        return body;
    }

    private Map<String, Object> confirmationLink(TerminalId terminal, UpdateAction action, Instant now) {
        return link(terminal, "/confirmationBase/" + action.id() + "?c=" + action.cacheKey(now));
    }

    private Map<String, Object> link(TerminalId terminal, String path) {
        return Map.of("href", address(terminal) + path);
    }

    /// Where a terminal asks for updates.
    String address(TerminalId terminal) {
        String base = settings.publicUrl().isEmpty() ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString() : settings.publicUrl();
        return base + "/DEFAULT/controller/v1/" + terminal;
    }
}
