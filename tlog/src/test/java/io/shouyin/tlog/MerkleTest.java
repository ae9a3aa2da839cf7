package io.shouyin.tlog;

import static io.shouyin.tlog.TlogAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The eight leaves are those of the vectors that certificate transparency logs are tested with.
class MerkleTest {

    private static final List<byte[]> LEAVES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .stream().map(HexFormat.of()::parseHex).toList();
    private static final MemoryTree TREE = new MemoryTree(LEAVES);
    private static final String R2 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private static final String R4 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String N2 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String N6 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final int SIZES = 40;

    @Test
    void roots_ofTheVectors_areThese() {
        List<String> roots = List.of("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", R2,
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", R4,
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        for (int size = 0; size < roots.size(); size++) {
            assertThat(TREE.root(size).hex()).as("%d leaves", size).isEqualTo(roots.get(size));
        }
    }

    @Test
    void inclusion_ofTheVectors_isThis() {
        assertThat(hex(Merkle.inclusion(0, 8, TREE))).containsExactly("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", N2,
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(hex(Merkle.inclusion(5, 8, TREE))).containsExactly(L4, N6, R4);
    }

    @Test
    void consistency_ofTheVectors_isThis() {
        assertThat(hex(Merkle.consistency(6, 8, TREE))).containsExactly("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", N6, R4);
        assertThat(hex(Merkle.consistency(2, 5, TREE))).containsExactly(N2, L4);
        assertThat(Merkle.consistency(1, 8, TREE)).isEqualTo(Merkle.inclusion(0, 8, TREE));
    }

    @Test
    void proofs_ofEveryLeafAndEveryPairOfSizes_hold() {
        MemoryTree tree = MemoryTree.of(SIZES);
        Frontier frontier = new Frontier();
        for (int size = 0; size <= SIZES; size++) {
            assertThat(frontier.root()).isEqualTo(tree.root(size));
            for (int index = 0; index < size; index++) {
                Merkle.requireInclusion(tree.leaf(index), index, size, Merkle.inclusion(index, size, tree), tree.root(size));
            }
            for (int older = 0; older <= size; older++) {
                Merkle.requireConsistency(older, tree.root(older), size, tree.root(size), Merkle.consistency(older, size, tree));
            }
            if (size < SIZES) {
                frontier.add(tree.leaf(size));
            }
        }
    }

    @Test
    void inclusion_withAnyBitFlipped_isRefused() {
        List<Hash> proof = Merkle.inclusion(5, 7, TREE);
        everyFlip(proof, changed -> assertRefused(TlogRefusal.INCLUSION_NOT_PROVED,
                () -> Merkle.requireInclusion(TREE.leaf(5), 5, 7, changed, TREE.root(7))));
        for (int bit = 0; bit < 256; bit++) {
            Hash leaf = flipped(TREE.leaf(5), bit);
            Hash root = flipped(TREE.root(7), bit);
            assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(leaf, 5, 7, proof, TREE.root(7)));
            assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(TREE.leaf(5), 5, 7, proof, root));
        }
    }

    @Test
    void inclusion_atAnotherPlaceOrInAnotherLength_isRefused() {
        List<Hash> proof = Merkle.inclusion(5, 7, TREE);
        for (long index : new long[] {-1, 0, 4, 6, 7, Long.MAX_VALUE}) {
            assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(TREE.leaf(5), index, 7, proof, TREE.root(7)));
        }
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(TREE.leaf(0));
        assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(TREE.leaf(5), 5, 7, longer, TREE.root(7)));
        assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(TREE.leaf(5), 5, 7, proof.subList(0, proof.size() - 1), TREE.root(7)));
        assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> Merkle.requireInclusion(TREE.leaf(5), 5, 7, List.of(), TREE.root(7)));
    }

    @Test
    void consistency_withAnyBitFlipped_isRefused() {
        for (int older : new int[] {2, 3, 6}) {
            List<Hash> proof = Merkle.consistency(older, 8, TREE);
            everyFlip(proof, changed -> assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED,
                    () -> Merkle.requireConsistency(older, TREE.root(older), 8, TREE.root(8), changed)));
            for (int bit = 0; bit < 256; bit++) {
                Hash before = flipped(TREE.root(older), bit);
                Hash after = flipped(TREE.root(8), bit);
                assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(older, before, 8, TREE.root(8), proof));
                assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(older, TREE.root(older), 8, after, proof));
            }
        }
    }

    /// A log that takes back what it signed, or tells two stories, has no proof to show.
    @Test
    void consistency_ofASmallerOrAForkedLog_isRefused() {
        assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(8, TREE.root(8), 7, TREE.root(7), List.of()));
        assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(7, TREE.root(7), 7, TREE.root(6), List.of()));
        assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(3, TREE.root(3), 8, TREE.root(8), List.of()));
        assertRefused(TlogRefusal.CONSISTENCY_NOT_PROVED, () -> Merkle.requireConsistency(0, TREE.root(1), 8, TREE.root(8), List.of()));
        assertThatThrownBy(() -> Merkle.consistency(8, 7, TREE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> hex(List<Hash> hashes) {
        return hashes.stream().map(Hash::hex).toList();
    }

    private static void everyFlip(List<Hash> proof, java.util.function.Consumer<List<Hash>> refused) {
        for (int at = 0; at < proof.size(); at++) {
            for (int bit = 0; bit < 256; bit++) {
                List<Hash> changed = new ArrayList<>(proof);
                changed.set(at, flipped(proof.get(at), bit));
                refused.accept(changed);
            }
        }
    }

    private static Hash flipped(Hash hash, int bit) {
        byte[] bytes = Arrays.copyOf(hash.bytes(), Hash.LENGTH_BYTES);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Hash.of(bytes);
    }
}
