// Four bytes of length, a description in JSON, then the numbers that it points into.
function unpacked(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  data.numbers = bytes.subarray(4 + length);
  data.packed = bytes; // As they are, to be saved.
  return data;
}
