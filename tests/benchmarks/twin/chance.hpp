// Twin of sim/storm/chance.py.
#pragma once
#include "records.hpp"

inline uint64_t mix(uint64_t word) {
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
}

inline double uniform(uint64_t stream, uint64_t tick, uint64_t purpose) {
    uint64_t word = stream + (tick * 64 + purpose + 1) * 0xD1B54A32D192ED03u;
    return double(int64_t(mix(word) >> 11)) * 0x1p-53;
}
