package io.shouyin.host.fleet.updates;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Rollouts for the console.
@RestController
@RequestMapping("/api/v1/rollouts")
class RolloutController {

    private static final int WEIGHT = 500;

    private final Rollouts rollouts;
    private final RolloutStore store;

    RolloutController(Rollouts rollouts, RolloutStore store) {
        this.rollouts = rollouts;
        this.store = store;
    }

    /// @param windowFrom `23:30`, in China Standard Time; null: at any time
    record RolloutView(long rolloutId, String name, long releaseId, UpdateAction.Type type, Instant forcedAt, int weight, boolean confirmation, RolloutFilter filter,
                       int successPercent, int errorPercent, String windowFrom, Integer windowMinutes, Rollout.State state, String createdBy, Instant createdAt,
                       String approvedBy, Instant startedAt, Instant endedAt, List<Rollout.Group> groups) {

        static RolloutView of(Rollout rollout, List<Rollout.Group> groups) {
            return new RolloutView(rollout.rolloutId(), rollout.name(), rollout.releaseId(), rollout.type(), rollout.forcedAt().orElse(null), rollout.weight(), rollout.confirmation(),
                    rollout.filter(), rollout.successPercent(), rollout.errorPercent(), rollout.window().map(window -> window.from().toString()).orElse(null),
                    rollout.window().map(MaintenanceWindow::minutes).orElse(null), rollout.state(), rollout.createdBy(), rollout.createdAt(), rollout.approvedBy().orElse(null),
                    rollout.startedAt().orElse(null), rollout.endedAt().orElse(null), groups);
        }
    }

    @Operation(summary = "Rollouts with the progress of their groups, newest first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<RolloutView> list(@Valid @ParameterObject PageQuery page) {
        return store.list(page).map(rollout -> RolloutView.of(rollout, store.groups(rollout.rolloutId())));
    }

    @Operation(summary = "One rollout with the progress of its groups")
    @GetMapping("/{rolloutId}")
    @PreAuthorize(Allowed.STAFF)
    RolloutView detail(@PathVariable int rolloutId) {
        return RolloutView.of(store.find(rolloutId).orElseThrow(UpdateRefusal.UPDATE_ROLLOUT_UNKNOWN::refused), store.groups(rolloutId));
    }

    /// @param groups percent of the remaining terminals for each group; the last is 100
    /// @param windowFrom with `windowMinutes`, or neither
    record Wanted(@NotBlank @Size(max = 80) @Pattern(regexp = PlainName.TEXT) String name, @Min(1) int releaseId, UpdateAction.Type type, @OrdinaryTime Instant forcedAt,
                  @Min(0) @Max(1000) Integer weight, Boolean confirmation, @Valid RolloutFilter filter, @NotNull @Min(0) @Max(100) Integer successPercent,
                  @NotNull @Min(0) @Max(100) Integer errorPercent, @Pattern(regexp = "([01][0-9]|2[0-3]):[0-5][0-9]") String windowFrom, @Min(10) @Max(1439) Integer windowMinutes,
                  @NotEmpty @Size(max = 50) List<@NotNull @Min(1) @Max(100) Integer> groups) {

        Rollout.Wanted wanted() {
            UpdateRefusal.UPDATE_ROLLOUT_WINDOW_HALF.when((windowFrom == null) != (windowMinutes == null));
            Optional<MaintenanceWindow> window = Optional.ofNullable(windowFrom).map(from -> new MaintenanceWindow(LocalTime.parse(from), windowMinutes));
            return new Rollout.Wanted(name, releaseId, type == null ? UpdateAction.Type.FORCED : type, Optional.ofNullable(forcedAt), weight == null ? WEIGHT : weight, Boolean.TRUE.equals(confirmation),
                    filter == null ? new RolloutFilter(null, null, null, null, null, null) : filter, successPercent, errorPercent, window, groups);
        }
    }

    record Matching(long terminals) {}

    @Operation(summary = "How many terminals a rollout would be for if it began now")
    @PostMapping("/preview")
    @PreAuthorize(Allowed.OPERATIONS)
    Matching preview(@Valid @RequestBody Wanted wanted) {
        Rollout.Wanted asked = wanted.wanted();
        return new Matching(store.countMatching(asked.releaseId(), asked.filter()));
    }

    @Operation(summary = "Proposes a rollout; another person approves it")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    RolloutView propose(@Valid @RequestBody Wanted wanted, Principal somebody) {
        return detail(Math.toIntExact(rollouts.propose(wanted.wanted(), somebody.getName())));
    }

    @Operation(summary = "Starts an approved rollout: its terminals are fixed, its first group begins")
    @PostMapping("/{rolloutId}/start")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    RolloutView start(@PathVariable int rolloutId) {
        return after(rolloutId, rollouts::start);
    }

    @Operation(summary = "Pauses a rollout: no further group begins")
    @PostMapping("/{rolloutId}/pause")
    @PreAuthorize(Allowed.OPERATIONS)
    RolloutView pause(@PathVariable int rolloutId) {
        return after(rolloutId, rollouts::pause);
    }

    @Operation(summary = "Lets a paused rollout go on")
    @PostMapping("/{rolloutId}/resume")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    RolloutView resume(@PathVariable int rolloutId) {
        return after(rolloutId, rollouts::resume);
    }

    @Operation(summary = "Stops a rollout, and takes back what terminals have not finished")
    @PostMapping("/{rolloutId}/stop")
    @PreAuthorize(Allowed.OPERATIONS)
    RolloutView stop(@PathVariable int rolloutId, Principal somebody) {
        return after(rolloutId, id -> rollouts.stop(id, somebody.getName()));
    }

    @Operation(summary = "Tries once more at the terminals where it failed")
    @PostMapping("/{rolloutId}/retry")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    RolloutView retry(@PathVariable int rolloutId) {
        return after(rolloutId, rollouts::retry);
    }

    private RolloutView after(int rolloutId, LongConsumer step) {
        step.accept(rolloutId);
        return detail(rolloutId);
    }
}
