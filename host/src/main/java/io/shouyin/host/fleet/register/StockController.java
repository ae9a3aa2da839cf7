package io.shouyin.host.fleet.register;

import io.shouyin.host.access.ProposalView;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.register.DeviceHistory.Line;
import io.shouyin.host.fleet.register.DeviceLife.Deed;
import io.shouyin.host.fleet.register.DeviceQueries.Count;
import io.shouyin.host.fleet.register.DeviceQueries.DeviceItem;
import io.shouyin.host.fleet.register.KeyDestruction.Destroyed;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.PlainlyNamed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OwnerNumber;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.SettlementAccount;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Devices for the console: the stock, whose each is, and what is done with it.
@RestController
@RequestMapping("/api/v1/devices")
class StockController {

    static final String SERIAL = "[0-9A-Za-z-]{8,32}";
    private static final int LISTED_MAX = 100;

    private final DeviceStock devices;
    private final DeviceQueries queries;
    private final DeviceLife life;
    private final BindingDesk desk;
    private final Bindings bindings;
    private final KeyDestruction destruction;
    private final DeviceHistory history;
    private final TerminalModels models;
    private final Merchants merchants;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    StockController(DeviceStock devices, DeviceQueries queries, DeviceLife life, BindingDesk desk, Bindings bindings, KeyDestruction destruction, DeviceHistory history,
                    TerminalModels models, Merchants merchants, AuditLog audit, TransactionTemplate transactions) {
        this.devices = devices;
        this.queries = queries;
        this.life = life;
        this.desk = desk;
        this.bindings = bindings;
        this.destruction = destruction;
        this.history = history;
        this.models = models;
        this.merchants = merchants;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Operation(summary = "Devices: in stock, at merchants, in repair, retired")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<DeviceItem> list(@RequestParam(required = false) @Size(max = 100) String query, @RequestParam(required = false) DeviceState state,
                          @RequestParam(required = false) @Size(max = 32) String model, @Valid @ParameterObject PageQuery page) {
        return queries.search(new DeviceQueries.Query(query, state, model), page);
    }

    @Operation(summary = "How many devices there are in each state")
    @GetMapping("/counts")
    @PreAuthorize(Allowed.STAFF)
    List<Count> counts() {
        return queries.counts();
    }

    /// @param ownerKind CREDIT_CODE or RESIDENT_ID; null while nobody has said it
    /// @param endedBecause CHANGED, TRANSFERRED or RETIRED
    record BindingView(String terminalId, String acquirer, String merchantId, OwnerNumber.Kind ownerKind, String ownerMasked, String accountMasked, String address,
                       Integer latitudeMicro, Integer longitudeMicro, Instant since, String madeBy, String approvedBy, Instant endedAt, String endedBecause) {

        static BindingView of(Binding binding) {
            return new BindingView(binding.terminal().map(TerminalId::value).orElse(null), binding.acquirer(), binding.merchant().value(),
                    binding.owner().map(BindingNumbers.SealedOwner::kind).orElse(null), binding.owner().map(owner -> owner.number().masked()).orElse(null),
                    binding.account().map(BindingNumbers.Sealed::masked).orElse(null), binding.address().orElse(null), binding.place().map(Binding.Place::latitudeMicro).orElse(null),
                    binding.place().map(Binding.Place::longitudeMicro).orElse(null), binding.since(), binding.madeBy(), binding.approvedBy().orElse(null),
                    binding.endedAt().orElse(null), binding.endedBecause().orElse(null));
        }
    }

    /// @param bindings the newest first
    /// @param destroyed keys that are no more, the newest first
    record DeviceDetail(DeviceItem device, List<BindingView> bindings, List<Destroyed> destroyed) {}

    @Operation(summary = "One device: whose it is and was, which of its keys were destroyed")
    @GetMapping("/{serialNumber}")
    @PreAuthorize(Allowed.STAFF)
    DeviceDetail detail(@PathVariable @Pattern(regexp = SERIAL) String serialNumber) {
        return new DeviceDetail(queries.find(serialNumber).orElseThrow(RegisterRefusal.DEVICE_UNKNOWN::refused),
                bindings.all(serialNumber, LISTED_MAX).stream().map(BindingView::of).toList(), destruction.of(serialNumber, LISTED_MAX));
    }

    @Operation(summary = "What became of a device, the newest first")
    @GetMapping("/{serialNumber}/history")
    @PreAuthorize(Allowed.STAFF)
    Page<Line> history(@PathVariable @Pattern(regexp = SERIAL) String serialNumber, @Valid @ParameterObject PageQuery page) {
        return history.of(serialNumber, page);
    }

    /// @param place where it lies, free text
    record Receipt(@NotNull @Pattern(regexp = SERIAL) String serialNumber, @NotNull @Pattern(regexp = ModelController.MODEL) String model,
                   @Size(max = 40) @PlainlyNamed String place) {}

    @Operation(summary = "Takes one device into stock")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.OPERATIONS)
    DeviceItem receive(@Valid @RequestBody Receipt receipt) {
        RegisterRefusal.MODEL_UNKNOWN.when(models.find(receipt.model()).isEmpty());
        transactions.executeWithoutResult(_ -> {
            RegisterRefusal.DEVICE_KNOWN.when(!devices.receive(receipt.serialNumber(), receipt.model(), receipt.place() == null ? "" : receipt.place()));
            devices.received(receipt.serialNumber(), receipt.model(), AuditActor.current());
            audit.append(AuditEntry.done("device.receive", DeviceLife.object(receipt.serialNumber())).because("model " + receipt.model()));
        });
        return queries.find(receipt.serialNumber()).orElseThrow();
    }

    /// What is left out stays; of another merchant, it is not known then.
    ///
    /// @param ownerNumber unified social credit code or resident ID
    /// @param settlementAccount 8 to 32 digits
    /// @param latitudeMicro in millionths of a degree, as `longitudeMicro`
    record BindingWanted(@NotNull @Pattern(regexp = "[0-9]{15}") String merchantId, @Size(min = 1, max = 40) @PlainlyNamed String acquirer, @Size(max = 30) String ownerNumber,
                         @Size(max = 60) String settlementAccount, @Size(min = 1, max = 120) @Pattern(regexp = PlainName.TEXT) String address,
                         @Min(-90_000_000) @Max(90_000_000) Integer latitudeMicro,
                         @Min(-180_000_000) @Max(180_000_000) Integer longitudeMicro) {

        BindingDesk.Wanted wanted() {
            RegisterRefusal.POSITION_HALF.when((latitudeMicro == null) != (longitudeMicro == null));
            return new BindingDesk.Wanted(new MerchantId(merchantId), Optional.ofNullable(acquirer),
                    said(ownerNumber).map(typed -> OwnerNumber.find(typed).orElseThrow(RegisterRefusal.OWNER_NUMBER_WRONG::refused)),
                    said(settlementAccount).map(typed -> SettlementAccount.find(typed).orElseThrow(RegisterRefusal.SETTLEMENT_ACCOUNT_WRONG::refused)),
                    said(address), Optional.ofNullable(latitudeMicro).map(known -> new Binding.Place(known, longitudeMicro)));
        }

        private static Optional<String> said(String typed) {
            return Optional.ofNullable(typed).map(String::strip).filter(text -> !text.isEmpty());
        }

        /// Says nothing of the numbers.
        @Override
        public String toString() {
            return "BindingWanted[" + merchantId + "]";
        }
    }

    @Operation(summary = "Proposes another binding of a device; to another merchant it is a transfer, which destroys its keys. A second person approves")
    @PostMapping("/{serialNumber}/binding")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    ProposalView rebind(@PathVariable @Pattern(regexp = SERIAL) String serialNumber, @Valid @RequestBody BindingWanted wanted, Principal somebody) {
        if (merchants.find(new MerchantId(wanted.merchantId())).isEmpty()) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.MERCHANT_UNKNOWN);
        }
        return ProposalView.of(desk.propose(serialNumber, wanted.wanted(), somebody.getName()));
    }

    /// @param unsettledToo although approved transactions are in no settled batch; false without it
    record DeedWanted(@NotBlank @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String reason, Boolean unsettledToo) {

        Deed on(String serialNumber) {
            return new Deed(serialNumber, reason, Boolean.TRUE.equals(unsettledToo));
        }
    }

    @Operation(summary = "Sends a device to repair: its keys are destroyed, its terminal number stays")
    @PostMapping("/{serialNumber}/repair")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    void sendToRepair(@PathVariable @Pattern(regexp = SERIAL) String serialNumber, @Valid @RequestBody DeedWanted wanted) {
        life.sendToRepair(wanted.on(serialNumber));
    }

    @Operation(summary = "Takes a device back from repair: it can be activated anew")
    @PostMapping("/{serialNumber}/return")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    void takeFromRepair(@PathVariable @Pattern(regexp = SERIAL) String serialNumber, @Valid @RequestBody DeedWanted wanted) {
        life.takeFromRepair(wanted.on(serialNumber));
    }

    @Operation(summary = "Retires a device for ever: its keys are destroyed, its terminal number is not given out again")
    @PostMapping("/{serialNumber}/retirement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    void retire(@PathVariable @Pattern(regexp = SERIAL) String serialNumber, @Valid @RequestBody DeedWanted wanted) {
        life.retire(wanted.on(serialNumber));
    }
}
