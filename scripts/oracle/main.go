// Reads texts as `kubectl apply -f` does: k8s.io/cli-runtime's FileVisitor and StreamVisitor, down to the objects
// that FlattenListVisitor hands on. Input: a JSON string a line, base64 of a file's bytes. Output: a JSON object a
// line, {"objects": […], "error": "…"}: the objects before and after what is refused, and the first refusal.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type answer struct {
	Objects []json.RawMessage `json:"objects"`
	Error   string            `json:"error,omitempty"`
}

func (a *answer) refuse(err error) {
	if a.Error == "" {
		a.Error = err.Error()
	}
}

// The objects in a list, as FlattenListVisitor takes it apart: whatever one of them is, an error loses them all.
func flatten(object runtime.Object) (items []runtime.Object, err error) {
	queue := []runtime.Object{object}
	for i := 0; i < len(queue); i++ {
		if !meta.IsListType(queue[i]) {
			items = append(items, queue[i])
			continue
		}
		inner, err := meta.ExtractList(queue[i])
		if err != nil {
			return nil, err
		}
		queue = append(queue, inner...)
	}
	return items, nil
}

func read(file []byte) (a answer) {
	a.Objects = []json.RawMessage{}
	reader := transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
	decoder := yaml.NewYAMLOrJSONDecoder(reader, 4096)
	for {
		ext := runtime.RawExtension{}
		if err := decoder.Decode(&ext); err == io.EOF {
			return a
		} else if err != nil {
			a.refuse(err)
			return a
		}
		raw := bytes.TrimSpace(ext.Raw)
		if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
			continue
		}
		object, _, err := unstructured.UnstructuredJSONScheme.Decode(raw, nil, nil)
		if err != nil {
			a.refuse(err)
			continue
		}
		items, err := flatten(object)
		if err != nil {
			a.refuse(err)
			continue
		}
		for _, item := range items {
			text, err := json.Marshal(item)
			if err != nil {
				a.refuse(err)
				continue
			}
			a.Objects = append(a.Objects, text)
		}
	}
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		var text string
		if err := json.Unmarshal(line, &text); err != nil {
			panic(err)
		}
		file, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			panic(err)
		}
		out, err := json.Marshal(read(file))
		if err != nil {
			panic(err)
		}
		fmt.Println(string(out))
	}
}
