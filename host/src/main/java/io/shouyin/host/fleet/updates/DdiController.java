package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.updates.UpdateAction.State;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.ScrubbedLine;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Direct Device Integration API, version 1, for terminals that ask for updates. What of it is here, and what not: `docs/reference/ddi.md`.
///
/// Each request is judged by [DdiDoor] first. Feedback and attributes are answered 200 with nothing in it: clients of the field take no 204.
@RestController
@RequestMapping("/{tenant}/controller/v1/{controllerId}")
class DdiController {

    private static final int BODY_BYTES_MAX = 128 * 1024;
    private static final int HISTORY_MAX = 200;
    private static final int TEXT_LENGTH_MAX = 64;
    private static final String HAL = "application/hal+json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DdiDoor door;
    private final DdiAnswers answers;
    private final UpdateActions actions;
    private final UpdateTargets targets;
    private final UpdateProgress progress;
    private final Software software;
    private final OfferedFiles offers;
    private final Downloads downloads;
    private final WriteBrake brake;
    private final UpdateMetrics metrics;
    private final InstantSource clock;

    DdiController(DdiDoor door, DdiAnswers answers, UpdateActions actions, UpdateTargets targets, UpdateProgress progress, Software software, OfferedFiles offers,
                  Downloads downloads, WriteBrake brake, UpdateMetrics metrics, InstantSource clock) {
        this.door = door;
        this.answers = answers;
        this.actions = actions;
        this.targets = targets;
        this.progress = progress;
        this.software = software;
        this.offers = offers;
        this.downloads = downloads;
        this.brake = brake;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Operation(summary = "DDI: a terminal asks whether there is something for it")
    @GetMapping(produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> poll(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        return json(answers.root(door.admit(tenant, controllerId, request)), request);
    }

    @Operation(summary = "DDI: attributes of the device")
    @PutMapping("/configData")
    @PreAuthorize(Allowed.ANYBODY)
    void attributes(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        JsonNode body = body(request);
        UpdateTargets.Mode mode = switch (body.path("mode").asString("merge")) {
            case "merge" -> UpdateTargets.Mode.MERGE;
            case "replace" -> UpdateTargets.Mode.REPLACE;
            case "remove" -> UpdateTargets.Mode.REMOVE;
            default -> throw invalid();
        };
        Map<String, String> attributes = new HashMap<>();
        counted(() -> UpdateRefusal.UPDATE_ATTRIBUTES_TOO_MANY.when(body.path("data").size() > UpdateTargets.ATTRIBUTES_MAX));
        body.path("data").properties().forEach(entry -> attributes.put(text(entry.getKey(), TEXT_LENGTH_MAX), text(entry.getValue().asString(""), 2 * TEXT_LENGTH_MAX)));
        if (attributes.isEmpty()) {
            throw invalid();
        }
        counted(() -> UpdateRefusal.UPDATE_ATTRIBUTES_TOO_MANY.when(!targets.setAttributes(target.terminal(), mode, attributes)));
    }

    @Operation(summary = "DDI: what to install")
    @GetMapping(path = "/deploymentBase/{actionId}", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> deployment(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId,
                                      @RequestParam(defaultValue = "0") int actionHistory, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        return json(counted(() -> {
            UpdateAction action = open(target, actionId, State.RUNNING);
            UpdateRefusal.UPDATE_WINDOW_CLOSED.when(!action.isShown(clock.instant()));
            if (!action.retrieved()) {
                actions.retrieved(action, clock.instant());
            }
            return answers.deployment("deployment", action, bounded(actionHistory));
        }), request);
    }

    @Operation(summary = "DDI: how it goes with an update")
    @PostMapping("/deploymentBase/{actionId}/feedback")
    @PreAuthorize(Allowed.ANYBODY)
    void feedback(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        counted(() -> progress.deployment(target.terminal(), actionId, DdiFeedback.of(body(request))));
    }

    @Operation(summary = "DDI: which update to stop")
    @GetMapping(path = "/cancelAction/{actionId}", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> cancel(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        return json(counted(() -> answers.cancel(open(target, actionId, State.CANCELING))), request);
    }

    @Operation(summary = "DDI: whether the update was stopped")
    @PostMapping("/cancelAction/{actionId}/feedback")
    @PreAuthorize(Allowed.ANYBODY)
    void cancelFeedback(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        counted(() -> progress.cancel(target.terminal(), actionId, DdiFeedback.of(body(request))));
    }

    @Operation(summary = "DDI: what was installed last")
    @GetMapping(path = "/installedBase/{actionId}", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> installed(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId,
                                     @RequestParam(defaultValue = "0") int actionHistory, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        return json(counted(() -> answers.deployment("deployment", actions.find(target.terminal(), actionId).filter(action -> action.state() == State.FINISHED)
                .orElseThrow(UpdateRefusal.UPDATE_ACTION_UNKNOWN::refused), bounded(actionHistory))), request);
    }

    @Operation(summary = "DDI: what the device says that it runs")
    @PutMapping("/installedBase")
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<Void> runs(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        JsonNode body = body(request);
        String name = text(body.path("name").asString(""), TEXT_LENGTH_MAX);
        String version = text(body.path("version").asString(""), TEXT_LENGTH_MAX);
        if (name.isEmpty() || version.isEmpty()) {
            throw invalid();
        }
        return ResponseEntity.status(targets.runs(target.terminal(), name, version, clock.instant()) ? HttpStatus.CREATED : HttpStatus.OK).build();
    }

    @Operation(summary = "DDI: whether updates need consent at the terminal, and which one waits for it")
    @GetMapping(path = "/confirmationBase", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> confirmations(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        return json(answers.confirmations(door.admit(tenant, controllerId, request)), request);
    }

    @Operation(summary = "DDI: what consent is asked for")
    @GetMapping(path = "/confirmationBase/{actionId}", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> confirmation(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId,
                                        @RequestParam(defaultValue = "0") int actionHistory, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        return json(counted(() -> answers.deployment("confirmation", open(target, actionId, State.WAIT_FOR_CONFIRMATION), bounded(actionHistory))), request);
    }

    @Operation(summary = "DDI: consent to an update, or none")
    @PostMapping("/confirmationBase/{actionId}/feedback")
    @PreAuthorize(Allowed.ANYBODY)
    void confirm(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int actionId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        JsonNode body = body(request);
        boolean confirmed = switch (body.path("confirmation").asString("")) {
            case "confirmed" -> true;
            case "denied" -> false;
            default -> throw invalid();
        };
        counted(() -> progress.consent(target.terminal(), actionId, confirmed, DdiFeedback.code(body), DdiFeedback.messages(body)));
    }

    @Operation(summary = "DDI: updates need no consent any more")
    @PostMapping("/confirmationBase/activateAutoConfirm")
    @PreAuthorize(Allowed.ANYBODY)
    void confirmAutomatically(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        UpdateTarget target = writer(tenant, controllerId, request);
        JsonNode body = body(request);
        counted(() -> progress.confirmAutomatically(target.terminal(), optional(body.path("initiator")), optional(body.path("remark"))));
    }

    @Operation(summary = "DDI: updates need consent again")
    @PostMapping("/confirmationBase/deactivateAutoConfirm")
    @PreAuthorize(Allowed.ANYBODY)
    void confirmNoLonger(@PathVariable String tenant, @PathVariable String controllerId, HttpServletRequest request) {
        progress.confirmNoLonger(writer(tenant, controllerId, request).terminal());
    }

    @Operation(summary = "DDI: the files of a software module")
    @GetMapping(path = "/softwaremodules/{moduleId}/artifacts", produces = {MediaType.APPLICATION_JSON_VALUE, HAL})
    @PreAuthorize(Allowed.ANYBODY)
    ResponseEntity<byte[]> files(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int moduleId, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        return json(counted(() -> {
            Offered offered = offered(target, moduleId);
            return answers.files(target.terminal(), offered.module(), offered.action());
        }), request);
    }

    @Operation(summary = "DDI: a file, or a part of it")
    @GetMapping("/softwaremodules/{moduleId}/artifacts/{fileName:.+}")
    @PreAuthorize(Allowed.ANYBODY)
    void download(@PathVariable String tenant, @PathVariable String controllerId, @PathVariable int moduleId, @PathVariable String fileName,
                  HttpServletRequest request, HttpServletResponse response) throws IOException {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        Offered offered = counted(() -> offered(target, moduleId));
        Optional<SoftwareFile> summed = fileName.endsWith(".MD5SUM") ? file(offered, fileName.substring(0, fileName.length() - ".MD5SUM".length())) : Optional.empty();
        if (summed.isPresent()) {
            response.setContentType(MediaType.TEXT_PLAIN_VALUE);
            response.getOutputStream().write((summed.get().md5() + "  " + summed.get().name()).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        SoftwareFile file = file(offered, fileName).orElseThrow(() -> metrics.counted(UpdateRefusal.UPDATE_FILE_UNKNOWN.refused()));
        downloads.send(target.terminal(), file, offers.content(offered.module(), offered.action(), file), request, response);
    }

    private record Offered(SoftwareModule module, UpdateAction action) {}

    private Offered offered(UpdateTarget target, long moduleId) {
        UpdateAction action = software.actionFor(target.terminal(), moduleId).flatMap(id -> actions.find(target.terminal(), id))
                .orElseThrow(UpdateRefusal.UPDATE_FILE_UNKNOWN::refused);
        SoftwareModule module = software.release(action.release()).modules().stream().filter(found -> found.id() == moduleId).findFirst().orElseThrow();
        return new Offered(module, action);
    }

    private Optional<SoftwareFile> file(Offered offered, String name) {
        return offers.of(offered.module(), offered.action()).stream().filter(found -> found.name().equals(name)).findFirst();
    }

    private UpdateTarget writer(String tenant, String controllerId, HttpServletRequest request) {
        UpdateTarget target = door.admit(tenant, controllerId, request);
        brake.pass(target.terminal());
        return target;
    }

    /// An action of the terminal that is in this state now.
    private UpdateAction open(UpdateTarget target, long id, State state) {
        UpdateAction action = actions.find(target.terminal(), id).orElseThrow(UpdateRefusal.UPDATE_ACTION_UNKNOWN::refused);
        UpdateRefusal.UPDATE_ACTION_ENDED.when(action.state().isEnd());
        UpdateRefusal.UPDATE_ACTION_UNKNOWN.when(action.state() != state);
        return action;
    }

    private static int bounded(int actionHistory) {
        return actionHistory < 0 ? HISTORY_MAX : Math.min(actionHistory, HISTORY_MAX);
    }

    private static String text(String told, int lengthMax) {
        return ScrubbedLine.of(told, lengthMax).text();
    }

    private static Optional<String> optional(JsonNode told) {
        return Optional.of(text(told.asString(""), TEXT_LENGTH_MAX)).filter(text -> !text.isEmpty());
    }

    private <T> T counted(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedRequest refused) {
            throw metrics.counted(refused);
        }
    }

    private void counted(Runnable work) {
        counted(() -> {
            work.run();
            return null;
        });
    }

    /// @return an empty object for no body
    private static JsonNode body(HttpServletRequest request) {
        try {
            if (String.valueOf(request.getContentType()).contains("cbor")) {
                throw new RefusedRequest(HttpStatus.UNSUPPORTED_MEDIA_TYPE, WebRefusal.MEDIA_TYPE_UNSUPPORTED);
            }
            byte[] bytes = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw new RefusedRequest(HttpStatus.CONTENT_TOO_LARGE, WebRefusal.BODY_TOO_LONG);
            }
            JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
            if (!body.isObject()) {
                throw invalid();
            }
            return body;
        } catch (IOException | JacksonException unreadable) {
            throw invalid();
        }
    }

    private static RefusedRequest invalid() {
        return new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
    }

    /// With an ETag over the body: an answer that the client has already is 304.
    private static ResponseEntity<byte[]> json(Object answer, HttpServletRequest request) {
        byte[] body = JSON.writeValueAsBytes(answer);
        String accept = String.valueOf(request.getHeader("Accept"));
        return ResponseEntity.ok().eTag("\"" + FileHashes.sha256(body) + "\"").contentType(MediaType.parseMediaType(accept.contains(HAL) ? HAL : MediaType.APPLICATION_JSON_VALUE)).body(body);
    }
}
