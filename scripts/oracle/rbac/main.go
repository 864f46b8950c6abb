// Answers who may do what as the API server does: by its validation, its RBAC authorizer, and its controller of
// aggregated roles. Input: a JSON object a line, {"objects": […], "questions": […]}. Output: a line for
// each with a character for each question, 1 where it is allowed. With the argument "roles": the rules of the built-in
// roles for people, as JSON.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apiserver/pkg/authentication/serviceaccount"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/kubernetes/pkg/apis/rbac"
	convert "k8s.io/kubernetes/pkg/apis/rbac/v1"
	"k8s.io/kubernetes/pkg/apis/rbac/validation"
	registry "k8s.io/kubernetes/pkg/registry/rbac/validation"
	authorizerrbac "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

type question struct {
	// A user with other groups than those of Kubernetes, or a service account.
	User        string
	Groups      []string
	Account     *struct{ Namespace, Name string }
	Namespace   string
	Verb        string
	Group       string
	Resource    string
	Subresource string
	Name        string
	Path        string
}

type set struct {
	Objects   []json.RawMessage
	Questions []question
}

// What the API server stores.
type stored struct {
	roles               []*rbacv1.Role
	roleBindings        []*rbacv1.RoleBinding
	clusterRoles        []*rbacv1.ClusterRole
	clusterRoleBindings []*rbacv1.ClusterRoleBinding
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Stores an object unless it is refused.
func (s *stored) add(raw json.RawMessage) {
	var meta metav1.TypeMeta
	must(json.Unmarshal(raw, &meta))
	switch meta.Kind {
	case "Role":
		role, internal := &rbacv1.Role{}, &rbac.Role{}
		must(json.Unmarshal(raw, role))
		must(convert.Convert_v1_Role_To_rbac_Role(role, internal, nil))
		if len(validation.ValidateRole(internal)) == 0 {
			s.roles = append(s.roles, role)
		}
	case "ClusterRole":
		role, internal := &rbacv1.ClusterRole{}, &rbac.ClusterRole{}
		must(json.Unmarshal(raw, role))
		must(convert.Convert_v1_ClusterRole_To_rbac_ClusterRole(role, internal, nil))
		if len(validation.ValidateClusterRole(internal, validation.ClusterRoleValidationOptions{})) == 0 {
			s.clusterRoles = append(s.clusterRoles, role)
		}
	case "RoleBinding":
		binding, internal := &rbacv1.RoleBinding{}, &rbac.RoleBinding{}
		must(json.Unmarshal(raw, binding))
		convert.SetObjectDefaults_RoleBinding(binding)
		must(convert.Convert_v1_RoleBinding_To_rbac_RoleBinding(binding, internal, nil))
		if len(validation.ValidateRoleBinding(internal)) == 0 {
			s.roleBindings = append(s.roleBindings, binding)
		}
	case "ClusterRoleBinding":
		binding, internal := &rbacv1.ClusterRoleBinding{}, &rbac.ClusterRoleBinding{}
		must(json.Unmarshal(raw, binding))
		convert.SetObjectDefaults_ClusterRoleBinding(binding)
		must(convert.Convert_v1_ClusterRoleBinding_To_rbac_ClusterRoleBinding(binding, internal, nil))
		if len(validation.ValidateClusterRoleBinding(internal)) == 0 {
			s.clusterRoleBindings = append(s.clusterRoleBindings, binding)
		}
	}
}

func (s *stored) addBuiltIn() {
	for _, role := range bootstrappolicy.ClusterRoles() {
		s.clusterRoles = append(s.clusterRoles, &role)
	}
}

// The rules that the controller of aggregated roles gives to one of them (syncClusterRole), each once, in some order.
func (s *stored) aggregated(role *rbacv1.ClusterRole) map[string]rbacv1.PolicyRule {
	rules := map[string]rbacv1.PolicyRule{}
	for _, one := range role.AggregationRule.ClusterRoleSelectors {
		selector, err := metav1.LabelSelectorAsSelector(&one)
		must(err)
		for _, other := range s.clusterRoles {
			if other.Name == role.Name || !selector.Matches(labels.Set(other.Labels)) {
				continue
			}
			for _, rule := range other.Rules {
				rules[rule.String()] = rule
			}
		}
	}
	return rules
}

// Aggregates until nothing changes but the order.
func (s *stored) aggregate() {
	for changed := true; changed; {
		changed = false
		for _, role := range s.clusterRoles {
			if role.AggregationRule == nil {
				continue
			}
			rules := s.aggregated(role)
			known := map[string]rbacv1.PolicyRule{}
			for _, rule := range role.Rules {
				known[rule.String()] = rule
			}
			if !maps.EqualFunc(rules, known, func(a, b rbacv1.PolicyRule) bool { return true }) {
				role.Rules, changed = slices.Collect(maps.Values(rules)), true
			}
		}
	}
}

// Who asks, with the groups that the API server adds.
func (q question) user() user.Info {
	if q.Account != nil {
		info := serviceaccount.UserInfo(q.Account.Namespace, q.Account.Name, "")
		return &user.DefaultInfo{Name: info.GetName(), Groups: append(info.GetGroups(), user.AllAuthenticated)}
	}
	everyone := user.AllAuthenticated
	if q.User == user.Anonymous {
		everyone = user.AllUnauthenticated
	}
	return &user.DefaultInfo{Name: q.User, Groups: append(q.Groups, everyone)}
}

func answers(s set) []byte {
	stored := &stored{}
	stored.addBuiltIn()
	for _, object := range s.Objects {
		stored.add(object)
	}
	stored.aggregate()
	_, static := registry.NewTestRuleResolver(stored.roles, stored.roleBindings, stored.clusterRoles, stored.clusterRoleBindings)
	rbac := authorizerrbac.New(static, static, static, static)
	line := []byte{}
	for _, q := range s.Questions {
		decision, _, err := rbac.Authorize(context.Background(), authorizer.AttributesRecord{
			User: q.user(), Verb: q.Verb, Namespace: q.Namespace, APIGroup: q.Group, Resource: q.Resource,
			Subresource: q.Subresource, Name: q.Name, Path: q.Path, ResourceRequest: q.Path == "",
		})
		must(err)
		answer := byte('0')
		if decision == authorizer.DecisionAllow {
			answer = '1'
		}
		line = append(line, answer)
	}
	return line
}

func builtInRoles() map[string][]rbacv1.PolicyRule {
	stored := &stored{}
	stored.addBuiltIn()
	stored.aggregate()
	rules := map[string][]rbacv1.PolicyRule{}
	for _, role := range stored.clusterRoles {
		if role.Name == "cluster-admin" || role.Name == "admin" || role.Name == "edit" || role.Name == "view" {
			rules[role.Name] = role.Rules
		}
	}
	return rules
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	if len(os.Args) > 1 && os.Args[1] == "roles" {
		must(json.NewEncoder(out).Encode(builtInRoles()))
		return
	}
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	for in.More() {
		var s set
		must(in.Decode(&s))
		fmt.Fprintf(out, "%s\n", answers(s))
	}
}
