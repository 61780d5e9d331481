// Checks with Go's own transparency log library what truceline wrote, one JSON object a line on standard input, and answers each
// line with "true" or "false: why". Built from Debian's golang-golang-x-mod-dev, so no line of truceline takes part in it.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	What   string      `json:"what"`
	Index  int64       `json:"index"`
	Size   int64       `json:"size"`
	Old    int64       `json:"old"`
	Leaf   tlog.Hash   `json:"leaf"`
	Root   tlog.Hash   `json:"root"`
	Before tlog.Hash   `json:"before"`
	Proof  []tlog.Hash `json:"proof"`
	Note   string      `json:"note"`
	Keys   []string    `json:"keys"`
	Needed int         `json:"needed"`
	Secret string      `json:"secret"`
	File   string      `json:"file"`
	Entry  string      `json:"entry"`
	Path   string      `json:"path"`
	Level  int         `json:"level"`
	Number int64       `json:"number"`
	Width  int         `json:"width"`
}

func answer(q question) error {
	switch q.What {
	case "inclusion":
		return tlog.CheckRecord(q.Proof, q.Size, q.Root, q.Index, q.Leaf)
	case "consistency":
		return tlog.CheckTree(q.Proof, q.Size, q.Root, q.Old, q.Before)
	case "note":
		_, err := openNote(q.Note, q.Keys, q.Needed)
		return err
	case "signing":
		return signAgain(q.Secret, q.Note)
	case "proof file":
		return proofFile(q)
	case "path":
		return tilePath(q)
	}
	return errors.New("no such question: " + q.What)
}

// A witness of cosignatures with times (type 4), which the library leaves to its users to define.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)), signature[8:])
}

func newVerifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no vkey")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return note.NewVerifier(vkey)
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	named := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if err != nil || uint32(id) != binary.BigEndian.Uint32(named[:]) {
		return nil, errors.New("key id differs")
	}
	return witness{parts[0], uint32(id), key[1:]}, nil
}

func openNote(text string, keys []string, needed int) (*note.Note, error) {
	var verifiers []note.Verifier
	for _, key := range keys {
		verifier, err := newVerifier(key)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
	if err == nil && len(opened.Sigs) != needed {
		err = fmt.Errorf("%d signatures hold, %d needed", len(opened.Sigs), needed)
	}
	return opened, err
}

func signAgain(secret, text string) error {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	at := strings.LastIndex(text, "\n\n")
	signed, err := note.Sign(&note.Note{Text: text[:at+1]}, signer)
	if err == nil && !bytes.Equal(signed, []byte(text)) {
		err = fmt.Errorf("signed otherwise: %s", signed)
	}
	return err
}

// The checkpoint's first three lines mean what Go's own tree note means, under another first line.
func tree(text string) (origin string, head tlog.Tree, err error) {
	origin, rest, found := strings.Cut(text, "\n")
	if !found {
		return "", head, errors.New("no checkpoint")
	}
	head, err = tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	return origin, head, err
}

func proofFile(q question) error {
	head, checkpoint, found := strings.Cut(q.File, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof file")
	}
	if strings.HasPrefix(lines[1], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	opened, err := openNote(checkpoint, q.Keys, q.Needed)
	if err != nil {
		return err
	}
	_, head0, err := tree(opened.Text)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, head0.N, head0.Hash, index, tlog.RecordHash([]byte(q.Entry)))
}

// Go writes the height of a tile into its path, C2SP does not: tile/8/L/N there is tile/L/N here.
func tilePath(q question) error {
	tile := tlog.Tile{H: 8, L: q.Level, N: q.Number, W: q.Width}
	if theirs := strings.Replace(tile.Path(), "tile/8/", "tile/", 1); theirs != q.Path {
		return fmt.Errorf("%s, Go writes %s", q.Path, theirs)
	}
	return nil
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(lines)
	for decoder.More() {
		var q question
		if err := decoder.Decode(&q); err != nil {
			fmt.Fprintln(os.Stderr, "this line cannot be read:", err)
			os.Exit(2)
		}
		if err := answer(q); err != nil {
			fmt.Fprintf(out, "false: %q\n", err.Error())
		} else {
			fmt.Fprintln(out, "true")
		}
	}
}
