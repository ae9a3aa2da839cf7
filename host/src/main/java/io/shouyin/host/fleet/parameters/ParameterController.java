package io.shouyin.host.fleet.parameters;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.fleet.parameters.ParameterDesk.Difference;
import io.shouyin.host.fleet.parameters.ParameterDesk.Wanted;
import io.shouyin.host.fleet.parameters.ParameterStore.Held;
import io.shouyin.host.fleet.parameters.ParameterStore.Version;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Parameters of terminals for the console.
@RestController
@RequestMapping("/api/v1")
class ParameterController {

    private final ParameterDesk desk;
    private final ParameterStore store;
    private final EffectiveParameters effective;
    private final ParameterProposals content;
    private final Proposals proposals;

    ParameterController(ParameterDesk desk, ParameterStore store, EffectiveParameters effective, ParameterProposals content, Proposals proposals) {
        this.desk = desk;
        this.store = store;
        this.effective = effective;
        this.content = content;
        this.proposals = proposals;
    }

    /// @param min of a number; of a text its characters, as is `max`
    /// @param twoPeople a change that lets more through takes a second person
    record Definition(String name, Parameter.Type type, long min, long max, String unit, String byDefault, boolean twoPeople, String zh, String en) {

        static Definition of(Parameter one) {
            return new Definition(one.key(), one.type(), one.min(), one.max(), one.unit(), one.byDefault(), one.isMoneyLimit(), one.zh(), one.en());
        }
    }

    @Operation(summary = "The parameters that terminals know")
    @GetMapping("/parameters/definitions")
    @PreAuthorize(Allowed.STAFF)
    List<Definition> definitions() {
        return Stream.of(Parameter.values()).map(Definition::of).toList();
    }

    private static final int ACQUIRERS_MAX = 200;

    @Operation(summary = "The acquirers that devices are bound to: scopes of the acquirers' layer")
    @GetMapping("/parameters/acquirers")
    @PreAuthorize(Allowed.STAFF)
    List<String> acquirers() {
        return store.acquirers(ACQUIRERS_MAX);
    }

    /// @param version 0 if nothing was ever set there
    record LayerView(Layer layer, String scope, int version, Map<String, String> settings) {

        static LayerView of(Held held) {
            return new LayerView(held.layer(), held.scope(), held.version(), held.settings());
        }
    }

    @Operation(summary = "The scopes of a layer in which something was set")
    @GetMapping("/parameters/{layer}")
    @PreAuthorize(Allowed.STAFF)
    Page<LayerView> scopes(@PathVariable Layer layer, @Valid @ParameterObject PageQuery page) {
        return store.heldIn(layer, page).map(LayerView::of);
    }

    /// @param changes from the version before
    record VersionView(int version, Map<String, String> settings, String reason, String setBy, Instant setAt, List<Difference> changes) {}

    @Operation(summary = "The versions of a layer's scope, newest first, each with what it changed; the first one holds")
    @GetMapping("/parameters/{layer}/versions")
    @PreAuthorize(Allowed.STAFF)
    Page<VersionView> versions(@PathVariable Layer layer, @RequestParam @Size(min = 1, max = 40) String scope, @Valid @ParameterObject PageQuery page) {
        return store.versions(layer, scope, page).map(one -> new VersionView(one.version(), one.settings(), one.reason(), one.setBy(), one.setAt(),
                ParameterDesk.difference(store.version(layer, scope, one.version() - 1).map(Version::settings).orElse(Map.of()), one.settings())));
    }

    @Operation(summary = "What differs between two versions; version 0 is empty")
    @GetMapping("/parameters/{layer}/difference")
    @PreAuthorize(Allowed.STAFF)
    List<Difference> difference(@PathVariable Layer layer, @RequestParam @Size(min = 1, max = 40) String scope, @RequestParam @Min(0) int from, @RequestParam @Min(0) int to) {
        return ParameterDesk.difference(settings(layer, scope, from), settings(layer, scope, to));
    }

    private Map<String, String> settings(Layer layer, String scope, int version) {
        return version == 0 ? Map.of() : store.version(layer, scope, version).orElseThrow(ParameterRefusal.PARAMETER_VERSION_UNKNOWN::refused).settings();
    }

    /// @param scope `ALL` of the platform and of acquirers, else an acquirer as bindings name it, a model, a merchant or a terminal
    /// @param basedOn the version that was looked at; 0 if there was none
    record Replacement(@NotNull @Size(min = 1, max = 40) String scope, @Min(0) int basedOn, @NotNull @Size(max = 64) Map<@NotBlank @Size(max = 40) String, @NotNull @Size(max = 64) String> settings,
                       @NotBlank @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String reason) {}

    /// @param version null if a second person is to approve it first
    /// @param proposal null if it holds
    record Replaced(Integer version, ProposalView proposal) {}

    @Operation(summary = "Makes a next version of a layer's scope: 200. One that lets more money through waits for a second person: 202")
    @PutMapping("/parameters/{layer}")
    @PreAuthorize(Allowed.ORDERS)
    @FreshLogin
    ResponseEntity<Replaced> replace(@PathVariable Layer layer, @Valid @RequestBody Replacement replacement, Principal somebody) {
        return change(new Wanted(layer, replacement.scope(), replacement.basedOn(), replacement.settings(), replacement.reason()), somebody);
    }

    record Rollback(@NotNull @Size(min = 1, max = 40) String scope, @Min(1) int basedOn, @Min(0) int to, @NotBlank @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String reason) {}

    @Operation(summary = "Makes a next version with the values of an earlier one, as if they were set again; 0 empties it")
    @PostMapping("/parameters/{layer}/rollback")
    @PreAuthorize(Allowed.ORDERS)
    @FreshLogin
    ResponseEntity<Replaced> rollBack(@PathVariable Layer layer, @Valid @RequestBody Rollback rollback, Principal somebody) {
        return change(new Wanted(layer, rollback.scope(), rollback.basedOn(), settings(layer, rollback.scope(), rollback.to()), rollback.reason()), somebody);
    }

    private ResponseEntity<Replaced> change(Wanted wanted, Principal somebody) {
        desk.judge(wanted);
        if (desk.loosens(wanted)) {
            var proposal = proposals.propose(ProposalKind.TERMINAL_PARAMETERS, wanted.object(), content.content(wanted), somebody.getName());
            return ResponseEntity.status(HttpStatus.ACCEPTED).body(new Replaced(null, ProposalView.of(proposal)));
        }
        return ResponseEntity.ok(new Replaced(desk.replace(wanted, somebody.getName(), "").version(), null));
    }

    /// @param layer null: nobody says anything, and the terminal's own default holds; so are `scope` and 0 as `version`
    record EffectiveValue(String name, String value, Layer layer, String scope, int version) {}

    /// @param version that the terminal is to have
    record EffectiveView(long version, List<EffectiveValue> values) {}

    @Operation(summary = "What holds for a terminal, and which layer says so")
    @GetMapping("/terminals/{terminalId}/parameters")
    @PreAuthorize(Allowed.STAFF)
    EffectiveView effective(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId) {
        TerminalId terminal = new TerminalId(terminalId);
        List<EffectiveValue> values = effective.of(terminal).stream()
                .map(one -> new EffectiveValue(one.parameter().key(), one.value(), one.layer(), one.scope(), one.version())).toList();
        return new EffectiveView(effective.change(terminal), values);
    }
}
