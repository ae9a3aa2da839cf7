package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// An AES key that stays in its device, such as a token: the device encrypts single blocks, the key is nowhere else. It serves CMAC
/// and what is derived by it, as in [X9143.Protection#of(AesDeviceKey)], and never decrypts.
///
/// The cipher is that of FIPS 197. A device with the key `3F419E1CB7079442AA37474C2EFBF8B8` has the check value `08793E`
/// ([KeyCheck#aesCmac(AesDeviceKey)]).
public final class AesDeviceKey extends ClosableKey implements BlockKey {

    private final int keyBytes;
    private final UnaryOperator<byte[]> device;

    private AesDeviceKey(int keyBytes, UnaryOperator<byte[]> device) {
        this.keyBytes = keyBytes;
        this.device = device;
    }

    /// @param keyBytes 16, 24 or 32
    /// @param device encrypts one block of 16 bytes
    public static AesDeviceKey of(int keyBytes, UnaryOperator<byte[]> device) {
        AesKey.requireLength(keyBytes);
        return new AesDeviceKey(keyBytes, given(device));
    }

    /// The same key once more, for somebody who closes it.
    AesDeviceKey again() {
        return new AesDeviceKey(keyBytes, device);
    }

    int keyBytes() {
        return keyBytes;
    }

    @Override
    public int blockBytes() {
        return 16;
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        Bytes.requireBlock(in, inOffset, 16);
        Bytes.requireBlock(out, outOffset, 16);
        requireOpen();
        byte[] answer = device.apply(Arrays.copyOfRange(in, inOffset, inOffset + 16));
        CryptoRefusal.DATA_LENGTH.unless(answer != null && answer.length == 16, "a device answers with one block");
        System.arraycopy(answer, 0, out, outOffset, 16);
    }

    /// Refuses, [CryptoRefusal#PARAMETER].
    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        throw CryptoRefusal.PARAMETER.because("a device key only encrypts");
    }

    /// The device keeps its key.
    @Override
    void wipe() {}

    @Override
    public String toString() {
        return "AesDeviceKey[AES]";
    }
}
