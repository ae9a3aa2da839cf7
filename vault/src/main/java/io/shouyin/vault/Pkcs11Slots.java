package io.shouyin.vault;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which slot of a PKCS#11 library holds the token of a name: three calls of the library (PKCS#11 2.40, 5.4 and 5.5).
///
/// The JDK's provider is configured with a slot, and slots change their number; people know the token's label. Nothing else is asked
/// here: the provider does all that touches keys. 64-bit Linux layouts.
final class Pkcs11Slots {

    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long OS_LOCKING = 2;
    private static final long INITIALIZE_ARGUMENTS_BYTES = 48;
    private static final long FLAGS_OFFSET = 32;
    private static final long TOKEN_INFO_BYTES = 208;
    private static final int LABEL_BYTES = 32;
    private static final byte WITH_TOKEN = 1;

    /// A library is loaded and initialized once; the provider goes on with it.
    private static final Map<Path, Pkcs11Slots> LOADED = new ConcurrentHashMap<>();

    private final MethodHandle slotList;
    private final MethodHandle tokenInfo;

    private Pkcs11Slots(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        this.slotList = function(symbols, "C_GetSlotList", FunctionDescriptor.of(JAVA_LONG, JAVA_BYTE, ADDRESS, ADDRESS));
        this.tokenInfo = function(symbols, "C_GetTokenInfo", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS));
        initialize(function(symbols, "C_Initialize", FunctionDescriptor.of(JAVA_LONG, ADDRESS)));
    }

    /// @throws Fault [VaultRefusal#PKCS11_LIBRARY_MISSING] if `library` is no PKCS#11 library
    static Optional<Long> withToken(Path library, String label) {
        if (!Files.isRegularFile(library)) {
            throw new Fault(VaultRefusal.PKCS11_LIBRARY_MISSING, Recovery.FIX_THE_SETUP);
        }
        try {
            return LOADED.computeIfAbsent(library, Pkcs11Slots::new).withToken(label);
        } catch (IllegalArgumentException | NoSuchElementException noSuchLibrary) {
            throw new Fault(VaultRefusal.PKCS11_LIBRARY_MISSING, Recovery.FIX_THE_SETUP);
        }
    }

    private Optional<Long> withToken(String label) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            require((long) slotList.invokeExact(WITH_TOKEN, MemorySegment.NULL, count));
            MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
            require((long) slotList.invokeExact(WITH_TOKEN, slots, count));
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, Long.BYTES);
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                if ((long) tokenInfo.invokeExact(slot, info) == OK && labelIn(info).equals(label)) {
                    return Optional.of(slot);
                }
            }
            return Optional.empty();
        } catch (Fault refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call of a PKCS#11 library throws nothing", impossible);
        }
    }

    private static void initialize(MethodHandle function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(INITIALIZE_ARGUMENTS_BYTES, Long.BYTES);
            arguments.set(JAVA_LONG, FLAGS_OFFSET, OS_LOCKING);
            long result = (long) function.invokeExact(arguments);
            if (result != ALREADY_INITIALIZED) {
                require(result);
            }
        } catch (Fault refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call of a PKCS#11 library throws nothing", impossible);
        }
    }

    private static MethodHandle function(SymbolLookup symbols, String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape);
    }

    private static String labelIn(MemorySegment info) {
        return new String(info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8).stripTrailing();
    }

    private static void require(long result) {
        if (result != OK) {
            throw new Fault(VaultRefusal.PKCS11_TOKEN_GONE, Recovery.FIX_THE_SETUP);
        }
    }
}
